export { main, work } from "./command.ts";
export type { Output, Surroundings, Terminal } from "./surroundings.ts";
export type { Task, Doer } from "./task.ts";
