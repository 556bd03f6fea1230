/** What asks for a distributor today, each with the one thing to do about it. */
import CloudAlert from '@lucide/svelte/icons/cloud-alert';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import Coins from '@lucide/svelte/icons/coins';
import DoorOpen from '@lucide/svelte/icons/door-open';
import type { Wire } from '$lib/api/client.ts';
import type { IconComponent } from '$lib/components/icon.ts';
import { number, t } from '$lib/i18n/index.ts';
import { router } from '$lib/router.svelte.ts';

export interface NeedAction {
	label: string;
	/** Where it happens, one line for each customer concerned. */
	choices: { id: string; label: string; run: () => void }[];
}

export interface Need {
	id: string;
	icon: IconComponent;
	tone: 'wait' | 'bad' | 'info';
	title: string;
	text: string;
	action: NeedAction | null;
}

/** A pace that empties the credit within so many days is said in days; otherwise what is left is little by itself. */
const SOON = 30;

/** More customers than this are only counted. */
const NAMED = 4;

function names(list: readonly Wire.Attention[]): string {
	const shown = list.slice(0, NAMED).map((one) => `${one.name} (${number(one.count)})`);
	const more = list.length - shown.length;
	return more > 0 ? `${shown.join(', ')} ${t('home-and-more', { count: more, shown: number(more) })}` : shown.join(', ');
}

const sum = (list: readonly Wire.Attention[]) => list.reduce((total, one) => total + one.count, 0);

/** Invitations of all customers stand in one list: printed and issued anew from there. */
function inInvitations(label: string, filter: string): NeedAction {
	return { label, choices: [{ id: filter, label, run: () => router.go(`/invitations?${filter}`) }] };
}

/** The rows of the first screen, the most urgent first. */
export function needsOf(
	home: Wire.DistributorHome,
	mayTransfer: boolean,
	transfer: (customerId: string) => void,
	inbox: { count: number; open: () => void } | null = null,
): Need[] {
	const needs: Need[] = [];
	if (inbox && inbox.count > 0) {
		needs.push({
			id: 'inbox',
			icon: CloudAlert,
			tone: 'bad',
			title: t('sync-chip-attention', { count: inbox.count, shown: number(inbox.count) }),
			text: t('home-inbox-text'),
			action: { label: t('home-show'), choices: [{ id: 'inbox', label: t('home-show'), run: inbox.open }] },
		});
	}
	if (home.expiring.length > 0) {
		const count = sum(home.expiring);
		needs.push({
			id: 'expiring',
			icon: Clock,
			tone: 'wait',
			title: t('home-expiring', { count, shown: number(count) }),
			text: names(home.expiring),
			action: inInvitations(t('home-show'), 'state=expiring'),
		});
	}
	if (home.expired.length > 0) {
		const count = sum(home.expired);
		needs.push({
			id: 'expired',
			icon: CircleX,
			tone: 'bad',
			title: t('home-expired', { count, shown: number(count) }),
			text: `${names(home.expired)} · ${t('home-expired-free')}`,
			action: inInvitations(t('home-reissue'), 'state=expired'),
		});
	}
	if (home.credit_low && home.credit !== null) {
		const left = home.credit;
		needs.push({
			id: 'own-credit',
			icon: Coins,
			tone: left <= 0 ? 'bad' : 'wait',
			title: left <= 0 ? t('home-own-credit-none') : t('home-own-credit-low', { count: left, shown: number(left) }),
			text: t('home-own-credit-text'),
			action: { label: t('home-show'), choices: [{ id: 'credit', label: t('home-show'), run: () => router.go('/credit') }] },
		});
	}
	for (const low of home.low_credit) {
		const { paid, trial } = low.credit;
		const left = paid + trial;
		needs.push({
			id: `credit-${low.customer_id}`,
			icon: Coins,
			tone: left === 0 ? 'bad' : 'wait',
			title:
				left === 0
					? t('home-credit-none', { name: low.name })
					: low.days_left === null || low.days_left > SOON
						? t('home-credit-low', { name: low.name })
						: t('home-credit-days', { name: low.name, count: low.days_left, shown: number(low.days_left) }),
			text:
				left === 0
					? t('home-credit-none-text')
					: paid === 0
						? t('home-credit-trial-left', { count: trial, shown: number(trial) })
						: t('home-credit-left', { count: left, shown: number(left) }),
			action: mayTransfer
				? {
						label: t('credit-transfer'),
						choices: [{ id: low.customer_id, label: low.name, run: () => transfer(low.customer_id) }],
					}
				: null,
		});
	}
	for (const one of home.unpublished) {
		needs.push({
			id: `unpublished-${one.customer_id}`,
			icon: DoorOpen,
			tone: 'info',
			title: t('home-unpublished', { name: one.name, count: one.count, shown: number(one.count) }),
			text: t('home-unpublished-text'),
			action: {
				label: t('home-publish'),
				choices: [
					{ id: one.customer_id, label: one.name, run: () => router.go(`/w/${one.customer_id}/readers/publish`) },
				],
			},
		});
	}
	return needs;
}
