/** Keys that wait for their first activation: over all customers, and the same inside one. */
import type { Route } from '$lib/shell/routes.ts';
import './rail.svelte.ts';

const routes: Route[] = [
	{ path: '/invitations', load: () => import('./Invitations.svelte'), title: 'place-invitations', place: 'invitations' },
	{ path: '/w/:customerId/invitations', load: () => import('./Invitations.svelte'), title: 'place-invitations', place: 'invitations' },
];

export default routes;
