export { writeCSVFile, writeJSONFile } from "./files/text.ts";
export { type ParquetOptions, writeParquet, writeParquetFile } from "./files/parquet.ts";
