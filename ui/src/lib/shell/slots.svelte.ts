/** Places in the shell that a later part of the product fills; nothing is drawn while they are empty. */
import type { Component } from 'svelte';

class Slots {
	/** Top bar: how far this computer's work has travelled. */
	sync = $state.raw<Component | null>(null);
	/** Under the top bar, across the window: something everybody has to know. */
	notice = $state.raw<Component | null>(null);
}

export const slots = new Slots();
