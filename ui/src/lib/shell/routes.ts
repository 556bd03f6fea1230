/**
 * The route table. Every area has a `routes.ts` of its own under `screens/`; what is not listed there does
 * not exist, and its place is not shown in the rail.
 */
import type { Component } from 'svelte';
import { matchPath, type Params } from '../routes.match.ts';
import type { MessageId } from '../i18n/index.ts';

export interface Route {
	/** `/customers/:id/:tab?`; everything of a customer workspace starts with `/w/:customerId`. */
	path: string;
	/** The page; receives the parameters as props. */
	load: () => Promise<{ default: Component<never> }>;
	/** The window's title and what a screen reader hears on arrival. */
	title: MessageId;
	/** The line in the rail that is lit. */
	place?: string;
}

const modules = import.meta.glob<{ default: Route[] }>('../../screens/**/routes.ts', { eager: true });

/** All routes; a fixed segment wins over a parameter. */
export const routes: readonly Route[] = Object.values(modules)
	.flatMap((module) => module.default)
	.sort((a, b) => weight(b.path) - weight(a.path));

function weight(path: string): number {
	const parts = path.split('/').filter(Boolean);
	return parts.reduce((sum, part, index) => sum + (part.startsWith(':') ? 0 : 1 << (8 - index)), 0);
}

/** The route of an address with its parameters. */
export function routeOf(path: string): { route: Route; params: Params } | null {
	for (const route of routes) {
		const params = matchPath(route.path, path);
		if (params) return { route, params };
	}
	return null;
}

/** True when a page exists at this address. */
export function exists(path: string): boolean {
	return routeOf(path) !== null;
}
