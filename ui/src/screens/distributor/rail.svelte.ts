/** Counts beside the distributor's places, and its actions in the palette. They live as long as the window. */
import Building2 from '@lucide/svelte/icons/building-2';
import Coins from '@lucide/svelte/icons/coins';
import { untrack } from 'svelte';
import { call } from '$lib/api/client.ts';
import { on } from '$lib/api/events.ts';
import { number, t } from '$lib/i18n/index.ts';
import { router } from '$lib/router.svelte.ts';
import { session } from '$lib/session.svelte.ts';
import { paletteSource } from '$lib/shell/palette.svelte.ts';
import { hidePlace, placeNote } from '$lib/shell/place-notes.svelte.ts';

let customers = $state<number | null>(null);
let credit = $state<number | null>(null);

async function ask(): Promise<void> {
	if (session.stage !== 'unlocked' || session.ownCustomerId) return;
	try {
		const home = await call('home.distributor', {});
		customers = home.customers;
		credit = home.credit;
	} catch {
		// A count is an ornament: the page itself says what went wrong.
		customers = null;
		credit = null;
	}
}

$effect.root(() => {
	$effect(() => {
		const open = session.stage === 'unlocked' && !session.ownCustomerId;
		const whose = session.distributor?.id;
		untrack(() => {
			customers = null;
			credit = null;
			if (open && whose) void ask();
		});
	});
});

let timer: ReturnType<typeof setTimeout> | undefined;
on('changed', (change) => {
	if (!change.nouns.some((noun) => noun === 'customers' || noun === 'credit')) return;
	clearTimeout(timer);
	timer = setTimeout(() => void ask(), 50);
});

placeNote('distributor/customers', () => (customers === null ? null : { text: number(customers) }));
placeNote('distributor/credit', () => (credit === null ? null : { text: number(credit), attention: credit === 0 }));
hidePlace('distributor/credit', () => session.account?.role === 'installer');
hidePlace('distributor/accounts', () => session.account?.role === 'installer');
hidePlace('distributor/activity', () => session.account?.role === 'installer');

paletteSource('distributor-actions', {
	order: 10,
	heading: () => t('palette-group-distributor'),
	items: () => {
		if (session.ownCustomerId) return [];
		return [
			{
				id: 'customer-new',
				title: t('customers-create'),
				icon: Building2,
				run: () => router.go('/customers/new'),
			},
			...(session.isDistributorAdmin
				? [
						{
							id: 'credit-transfer',
							title: t('credit-transfer'),
							icon: Coins,
							run: () => router.go('/credit?transfer=1'),
						},
					]
				: []),
		];
	},
});
