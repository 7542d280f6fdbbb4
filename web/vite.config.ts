import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const compressible = /\.(js|css|svg|json|webmanifest|html)$/;
const smallest = 1024;

/** Leaves a .br and a .gz beside each file: the gateway sends them as they are. */
function compressed(): Plugin {
  return {
    name: "microflow-compressed",
    apply: "build",
    async closeBundle() {
      const folder = this.environment?.config.build.outDir ?? "../build/web";
      for (const entry of await readdir(folder, { recursive: true })) {
        if (!compressible.test(entry) || entry === "index.html") {
          continue;
        }
        const path = join(folder, entry);
        const content = await readFile(path);
        if (content.length < smallest) {
          continue;
        }
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        await writeFile(`${path}.br`, brotliCompressSync(content, quality));
        await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    rollupOptions: { output: { experimentalMinChunkSize: 8_000 } },
    outDir: "../build/web",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    // Inlining small files as data: would need more of the security policy than it saves.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/api": process.env.MICROFLOW_URL ?? "http://127.0.0.1:8080" } },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    css: false,
    restoreMocks: true,
  },
});
