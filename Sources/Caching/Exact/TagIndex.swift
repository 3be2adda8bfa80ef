/// Which entries have a tag: lists through one array, so that adding and removing an entry takes time in proportion to its
/// tags, and finding a tag's entries in proportion to these.
struct TagIndex {
    private struct Membership {
        var tag: CacheTag?
        var entry = CacheShard.nowhere
        var previous = CacheShard.nowhere
        var next = CacheShard.nowhere
        /// The next one of the same entry, or the next free one.
        var sibling = CacheShard.nowhere
    }

    private var memberships: [Membership] = []
    private var free = CacheShard.nowhere
    private var heads: [CacheTag: Int32] = [:]

    /// An entry with this tag.
    func first(of tag: CacheTag) -> Int32? { heads[tag].map { memberships[Int($0)].entry } }

    /// Adds an entry.
    /// - Returns: its first membership, to be kept for ``remove(_:)``.
    mutating func add(_ tags: [CacheTag], to entry: Int32) -> Int32 {
        var sibling = CacheShard.nowhere
        for tag in tags {
            let place = take()
            let head = heads[tag] ?? CacheShard.nowhere
            memberships[Int(place)] = Membership(tag: tag, entry: entry, next: head, sibling: sibling)
            if head != CacheShard.nowhere { memberships[Int(head)].previous = place }
            heads[tag] = place
            sibling = place
        }
        return sibling
    }

    /// Removes an entry.
    /// - Parameter first: its first membership.
    mutating func remove(_ first: Int32) {
        var place = first
        while place != CacheShard.nowhere {
            let membership = memberships[Int(place)]
            if membership.next != CacheShard.nowhere {
                memberships[Int(membership.next)].previous = membership.previous
            }
            if membership.previous != CacheShard.nowhere {
                memberships[Int(membership.previous)].next = membership.next
            } else if let tag = membership.tag {
                heads[tag] = membership.next == CacheShard.nowhere ? nil : membership.next
            }
            memberships[Int(place)] = Membership(sibling: free)
            free = place
            place = membership.sibling
        }
    }

    private mutating func take() -> Int32 {
        guard free != CacheShard.nowhere else {
            memberships.append(Membership())
            return Int32(clamping: memberships.count - 1)
        }
        defer { free = memberships[Int(free)].sibling }
        return free
    }
}
