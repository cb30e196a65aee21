export { writeCSVFile, writeJSONFile } from "./files/text.ts";
export { type ParquetOptions, writeParquetFile } from "./files/parquet.ts";
