/// The living vectors of an arena, copied together in their order.
struct ArenaCompaction {
    /// The mark of a slot whose vector is dead.
    static let gone = UInt32.max

    private(set) var arena: VectorArena
    private(set) var slots: [VectorID: UInt32] = [:]
    /// The new slot of each old one.
    private(set) var moved: [UInt32] = []

    init(_ old: VectorArena) {
        arena = VectorArena(space: old.space, encoding: old.encoding)
        slots.reserveCapacity(old.liveCount)
        moved.reserveCapacity(old.count)
        for slot in 0..<old.count {
            guard !old.isDead(slot) else {
                moved.append(Self.gone)
                continue
            }
            let new = UInt32(arena.append(slot: slot, of: old))
            slots[old.id(slot)] = new
            moved.append(new)
        }
    }

    /// Repeats what was added to the old arena since it was copied.
    mutating func insert(slot: Int, of old: VectorArena) {
        let id = old.id(slot)
        remove(id)
        slots[id] = UInt32(arena.append(slot: slot, of: old))
    }

    /// Repeats what was removed from the old arena since it was copied.
    mutating func remove(_ id: VectorID) {
        guard let slot = slots.removeValue(forKey: id) else { return }
        arena.bury(Int(slot))
    }
}
