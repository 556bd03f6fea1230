/** Any icon of the one icon set. */
export type { LucideIcon as IconComponent } from '@lucide/svelte';
