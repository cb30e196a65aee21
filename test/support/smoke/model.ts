import { memoize, model } from "@dug/core";

const spot = memoize("spot", (ticker: string) => ticker.length * 25);
const book = memoize("book", () => spot("IBM") + spot("AAPL"));

export default model({ functions: { spot, book }, outputs: { value: book.node() } });
