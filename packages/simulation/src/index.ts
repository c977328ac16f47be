export { booksUrl, createVirtualWorld, shopUrl, storeHash, type VirtualWorld, type WorldOptions } from './virtual-world.ts';
