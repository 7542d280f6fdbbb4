import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { generateSW } from "workbox-build";

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

/**
 * The worker that lets the page open without a network. It answers with the files of the build, and
 * with the page itself only where the network has none (the page carries what the gateway fills
 * in); the API is never its business.
 */
function serviceWorker(): Plugin {
  return {
    name: "microflow-service-worker",
    apply: "build",
    async closeBundle() {
      const folder = this.environment?.config.build.outDir ?? "../build/web";
      await generateSW({
        globDirectory: folder,
        globPatterns: ["**/*.{html,js,css,svg,png,webmanifest}"],
        globIgnores: ["sw.js"],
        dontCacheBustURLsMatching: /^assets\//,
        swDest: join(folder, "sw.js"),
        inlineWorkboxRuntime: true,
        sourcemap: false,
        clientsClaim: true,
        cleanupOutdatedCaches: true,
        directoryIndex: "",
        runtimeCaching: [
          {
            urlPattern: ({ request, sameOrigin, url }) =>
              sameOrigin && request.mode === "navigate" && !url.pathname.startsWith("/api/"),
            handler: "NetworkOnly",
            options: { precacheFallback: { fallbackURL: "index.html" } },
          },
        ],
      });
    },
  };
}

export default defineConfig({
  plugins: [react(), serviceWorker(), compressed()],
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
