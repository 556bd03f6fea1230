/** Users of a customer: the table, and the card beside it. */
import type { Route } from '$lib/shell/routes.ts';

const routes: Route[] = [
	{ path: '/w/:customerId/users/:userId?', load: () => import('./Users.svelte'), title: 'place-users', place: 'users' },
];

export default routes;
