/** Places of a customer's workspace that belong to no noun of their own, and the dialogs of its keys. */
import type { Route } from '$lib/shell/routes.ts';
import { slots } from '$lib/shell/slots.svelte.ts';
import HandoutLayer from '../handouts/HandoutLayer.svelte';
import KeyLayer from '../keys/KeyLayer.svelte';
import PhoneLayer from '../phones/PhoneLayer.svelte';
import './rail.svelte.ts';

slots.layer('keys', KeyLayer);
// After the keys: the print centre opens over the wizard's last step.
slots.layer('handouts', HandoutLayer);
slots.layer('phones', PhoneLayer);

const routes: Route[] = [
	{ path: '/w/:customerId', load: () => import('./Home.svelte'), title: 'place-home', place: 'home' },
	{ path: '/w/:customerId/credit', load: () => import('../credit/Credit.svelte'), title: 'place-credit', place: 'credit' },
	{ path: '/w/:customerId/activity', load: () => import('../activity/Activity.svelte'), title: 'place-activity', place: 'activity' },
	{ path: '/w/:customerId/profile/:tab?', load: () => import('../profile/Profile.svelte'), title: 'place-profile', place: 'profile' },
];

export default routes;
