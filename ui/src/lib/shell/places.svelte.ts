/** The few places of each workspace, in the order of the rail. */
import Activity from '@lucide/svelte/icons/activity';
import Building2 from '@lucide/svelte/icons/building-2';
import CircleUser from '@lucide/svelte/icons/circle-user';
import Coins from '@lucide/svelte/icons/coins';
import ContactRound from '@lucide/svelte/icons/contact-round';
import DoorOpen from '@lucide/svelte/icons/door-open';
import House from '@lucide/svelte/icons/house';
import Layers from '@lucide/svelte/icons/layers';
import Mail from '@lucide/svelte/icons/mail';
import Monitor from '@lucide/svelte/icons/monitor';
import Settings from '@lucide/svelte/icons/settings';
import Users from '@lucide/svelte/icons/users';
import type { IconComponent } from '../components/icon.ts';
import type { MessageId } from '../i18n/index.ts';
import { isHidden, noteOf, type PlaceNote } from './place-notes.svelte.ts';
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
	{ id: 'accounts', path: '/accounts', label: 'place-accounts', icon: ContactRound },
	{ id: 'computers', path: '/computers', label: 'place-computers', icon: Monitor },
	{ id: 'activity', path: '/activity', label: 'place-activity', icon: Activity },
	{ id: 'profile', path: '/profile', label: 'place-profile', icon: CircleUser, foot: true },
	{ id: 'settings', path: '/settings', label: 'place-settings', icon: Settings, foot: true },
];

const CUSTOMER: readonly Place[] = [
	{ id: 'home', path: '/', label: 'place-home', icon: House },
	{ id: 'users', path: '/users', label: 'place-users', icon: Users },
	{ id: 'invitations', path: '/invitations', label: 'place-invitations', icon: Mail },
	{ id: 'readers', path: '/readers', label: 'place-readers', icon: DoorOpen },
	{ id: 'groups', path: '/groups', label: 'place-groups', icon: Layers },
	{ id: 'credit', path: '/credit', label: 'place-credit', icon: Coins },
	{ id: 'activity', path: '/activity', label: 'place-activity', icon: Activity },
	{ id: 'profile', path: '/profile', label: 'place-profile', icon: CircleUser, foot: true },
	{ id: 'settings', path: '/settings', label: 'place-settings', icon: Settings, foot: true },
];

export interface ShownPlace extends Place {
	href: string;
	note: PlaceNote | null;
}

/** The places of a workspace that have a page. */
export function placesOf(kind: 'distributor' | 'customer', prefix: string): ShownPlace[] {
	return (kind === 'distributor' ? DISTRIBUTOR : CUSTOMER)
		.filter((place) => exists(`${prefix}${place.path}`) && !isHidden(`${kind}/${place.id}`))
		.map((place) => ({
			...place,
			href: `#${prefix}${place.path === '/' && prefix ? '' : place.path}`,
			note: noteOf(`${kind}/${place.id}`),
		}));
}
