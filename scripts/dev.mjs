// npm run dev: the same services as npm start, and a web server that rebuilds each file when it changes.
process.argv.splice(2, 0, "--development");
await import("./start.mjs");
