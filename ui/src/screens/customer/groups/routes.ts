import type { Route } from '$lib/shell/routes.ts';

const routes: Route[] = [
	{ path: '/w/:customerId/groups', load: () => import('./Groups.svelte'), title: 'place-groups', place: 'groups' },
];

export default routes;
