import { fileURLToPath, URL } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

/** The policy the window runs under; the preview server sends it too, so that a breach shows early. */
const csp = [
	"default-src 'self'",
	"style-src 'self'",
	"script-src 'self'",
	"img-src 'self' data: blob:",
	"connect-src 'self' ipc: http://ipc.localhost",
].join('; ');

export default defineConfig({
	plugins: [tailwindcss({ optimize: false }), svelte()],
	resolve: {
		alias: {
			$lib: fileURLToPath(new URL('./src/lib', import.meta.url)),
			$screens: fileURLToPath(new URL('./src/screens', import.meta.url)),
		},
		// Component tests and runes modules need Svelte's browser half.
		conditions: process.env.VITEST ? ['browser'] : undefined,
	},
	build: {
		outDir: 'dist',
		emptyOutDir: true,
		// Nothing may become a data: address; the content security policy forbids fonts from there.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		// The oldest web views we ship for understand light-dark(); lowering it would break the theme switch.
		target: ['chrome123', 'safari17.5'],
		cssTarget: ['chrome123', 'safari17.5'],
		chunkSizeWarningLimit: 900,
	},
	server: { port: 5173, strictPort: true, host: '127.0.0.1' },
	preview: { port: 4173, strictPort: true, host: '127.0.0.1', headers: { 'Content-Security-Policy': csp } },
	clearScreen: false,
	test: {
		include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
		environment: 'node',
	},
});
