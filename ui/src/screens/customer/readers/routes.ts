import { slots } from '$lib/shell/slots.svelte.ts';
import type { Route } from '$lib/shell/routes.ts';
import LeaveUnpublished from './LeaveUnpublished.svelte';
import ReadersLayer from './ReadersLayer.svelte';

slots.layer('readers', ReadersLayer);
slots.layer('readers-farewell', LeaveUnpublished);

const routes: Route[] = [
	{ path: '/w/:customerId/readers', load: () => import('./Readers.svelte'), title: 'place-readers', place: 'readers' },
	{ path: '/w/:customerId/readers/import', load: () => import('./Import.svelte'), title: 'reader-import-title', place: 'readers' },
	{ path: '/w/:customerId/readers/imports', load: () => import('./Imports.svelte'), title: 'reader-imports-title', place: 'readers' },
	{ path: '/w/:customerId/readers/publish', load: () => import('./Publish.svelte'), title: 'reader-publish-title', place: 'readers' },
];

export default routes;
