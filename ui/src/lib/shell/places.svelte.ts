/** The few places of each workspace, in the order of the rail. */
import Activity from '@lucide/svelte/icons/activity';
import Building2 from '@lucide/svelte/icons/building-2';
import CircleUser from '@lucide/svelte/icons/circle-user';
import Coins from '@lucide/svelte/icons/coins';
import DoorOpen from '@lucide/svelte/icons/door-open';
import House from '@lucide/svelte/icons/house';
import Layers from '@lucide/svelte/icons/layers';
import Mail from '@lucide/svelte/icons/mail';
import Monitor from '@lucide/svelte/icons/monitor';
import Settings from '@lucide/svelte/icons/settings';
import Users from '@lucide/svelte/icons/users';
import { SvelteMap } from 'svelte/reactivity';
import type { IconComponent } from '../components/icon.ts';
import type { MessageId } from '../i18n/index.ts';
import { exists } from './routes.ts';

export interface Place {
	id: string;
	/** Under the workspace's own prefix; empty is its home. */
	path: string;
	label: MessageId;
	icon: IconComponent;
	/** At the foot of the rail. */
	foot?: boolean;
}

const DISTRIBUTOR: readonly Place[] = [
	{ id: 'home', path: '/', label: 'place-home', icon: House },
	{ id: 'customers', path: '/customers', label: 'place-customers', icon: Building2 },
	{ id: 'invitations', path: '/invitations', label: 'place-invitations', icon: Mail },
	{ id: 'credit', path: '/credit', label: 'place-credit', icon: Coins },
	{ id: 'computers', path: '/computers', label: 'place-computers', icon: Monitor },
	{ id: 'activity', path: '/activity', label: 'place-activity', icon: Activity },
	{ id: 'profile', path: '/profile', label: 'place-profile', icon: CircleUser, foot: true },
	{ id: 'settings', path: '/settings', label: 'place-settings', icon: Settings, foot: true },
];

const CUSTOMER: readonly Place[] = [
	{ id: 'home', path: '/', label: 'place-home', icon: House },
	{ id: 'users', path: '/users', label: 'place-users', icon: Users },
	{ id: 'readers', path: '/readers', label: 'place-readers', icon: DoorOpen },
	{ id: 'groups', path: '/groups', label: 'place-groups', icon: Layers },
	{ id: 'credit', path: '/credit', label: 'place-credit', icon: Coins },
	{ id: 'activity', path: '/activity', label: 'place-activity', icon: Activity },
	{ id: 'profile', path: '/profile', label: 'place-profile', icon: CircleUser, foot: true },
	{ id: 'settings', path: '/settings', label: 'place-settings', icon: Settings, foot: true },
];

/** A count beside a place, and whether it asks for attention. */
export interface PlaceNote {
	text: string;
	attention?: boolean;
}

/** What a screen has registered under a place's id: a count to show, or that the place is switched off. */
const notes = new SvelteMap<string, () => PlaceNote | null>();
const hidden = new SvelteMap<string, () => boolean>();

/** Shows a note beside a place; `place` is `customer/users` or `distributor/credit`. */
export function placeNote(place: string, note: () => PlaceNote | null): () => void {
	notes.set(place, note);
	return () => notes.delete(place);
}

/** Hides a place while `when()` is true, for instance reader groups where they are switched off. */
export function hidePlace(place: string, when: () => boolean): () => void {
	hidden.set(place, when);
	return () => hidden.delete(place);
}

export interface ShownPlace extends Place {
	href: string;
	note: PlaceNote | null;
}

/** The places of a workspace that have a page. */
export function placesOf(kind: 'distributor' | 'customer', prefix: string): ShownPlace[] {
	return (kind === 'distributor' ? DISTRIBUTOR : CUSTOMER)
		.filter((place) => exists(`${prefix}${place.path}`) && !hidden.get(`${kind}/${place.id}`)?.())
		.map((place) => ({
			...place,
			href: `#${prefix}${place.path === '/' && prefix ? '' : place.path}`,
			note: notes.get(`${kind}/${place.id}`)?.() ?? null,
		}));
}
