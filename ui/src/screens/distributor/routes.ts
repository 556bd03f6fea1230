/** The distributor's own places. */
import type { Route } from '$lib/shell/routes.ts';
import './rail.svelte.ts';

const routes: Route[] = [
	{ path: '/', load: () => import('./home/Home.svelte'), title: 'place-home', place: 'home' },
	{ path: '/customers', load: () => import('./customers/Customers.svelte'), title: 'place-customers', place: 'customers' },
	{ path: '/customers/new', load: () => import('./customers/wizard/Wizard.svelte'), title: 'wizard-title', place: 'customers' },
	{ path: '/customers/:id/:tab?', load: () => import('./customers/detail/Customer.svelte'), title: 'place-customers', place: 'customers' },
	{ path: '/templates', load: () => import('./templates/Templates.svelte'), title: 'template-place', place: 'customers' },
	{ path: '/credit', load: () => import('./credit/Credit.svelte'), title: 'place-credit', place: 'credit' },
	{ path: '/accounts', load: () => import('./accounts/Accounts.svelte'), title: 'place-accounts', place: 'accounts' },
	{ path: '/activity', load: () => import('./activity/Activity.svelte'), title: 'place-activity', place: 'activity' },
	{ path: '/profile/:tab?', load: () => import('./profile/Profile.svelte'), title: 'place-profile', place: 'profile' },
];

export default routes;
