/// The ends of a doubly linked list of entries, most recently used first, and what they take.
struct EntryList {
    var first = CacheShard.nowhere
    var last = CacheShard.nowhere
    var bytes = 0
}
