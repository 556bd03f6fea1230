/** Computers that belong to a cloud, and what they hold to work without network. */
import type { Route } from '$lib/shell/routes.ts';

const routes: Route[] = [
	{ path: '/computers', load: () => import('./Computers.svelte'), title: 'place-computers', place: 'computers' },
	{ path: '/w/:customerId/computers', load: () => import('./Computers.svelte'), title: 'place-computers', place: 'computers' },
];

export default routes;
