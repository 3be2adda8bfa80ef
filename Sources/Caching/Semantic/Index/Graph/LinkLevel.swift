/// The links of one level above the lowest, where few vectors are.
struct LinkLevel: Sendable, Hashable {
    /// Where a slot's links begin in `links`.
    private(set) var positions: [UInt32: Int] = [:]
    /// For each slot its number of links, then room for as many as the level allows.
    private(set) var links: [UInt32] = []
    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    var byteCount: Int { links.capacity * 4 + positions.capacity * 22 }

    func contains(_ slot: UInt32) -> Bool { positions[slot] != nil }

    func neighbours(_ slot: UInt32) -> ArraySlice<UInt32> {
        guard let start = positions[slot] else { return [] }
        return links[start + 1..<start + 1 + Int(links[start])]
    }

    mutating func set(_ slot: UInt32, _ neighbours: some Collection<UInt32>) {
        let start = positions[slot] ?? links.count
        if start == links.count {
            positions[slot] = start
            links.append(contentsOf: repeatElement(0, count: capacity + 1))
        }
        links[start] = UInt32(min(neighbours.count, capacity))
        for (offset, neighbour) in neighbours.prefix(capacity).enumerated() { links[start + 1 + offset] = neighbour }
    }
}
