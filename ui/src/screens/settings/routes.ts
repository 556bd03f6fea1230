import type { Route } from '$lib/shell/routes.ts';

const routes: Route[] = [
	{ path: '/settings', load: () => import('./Settings.svelte'), title: 'place-settings', place: 'settings' },
	{ path: '/w/:customerId/settings', load: () => import('./Settings.svelte'), title: 'place-settings', place: 'settings' },
];

export default routes;
