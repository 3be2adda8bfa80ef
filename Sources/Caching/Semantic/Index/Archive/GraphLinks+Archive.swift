extension GraphLinks {
    /// Writes the graph: neighbours M (2 bytes), slots (4), entry (4), levels above the lowest (1), the lowest level's
    /// lists, then for each level the number of its slots and their lists with their slots.
    /// A list is a count and as many slots, 4 bytes each.
    func encode(into block: inout ArchiveBlock) {
        block.append(UInt16(parameters.neighbours))
        block.append(UInt32(count))
        block.append(entry ?? .max)
        block.append(UInt8(upper.count))
        for slot in 0..<UInt32(count) {
            let list = neighbours(slot, level: 0)
            block.append(UInt32(list.count))
            block.append(numbers: list)
        }
        for level in upper {
            // In the order of the slots, so that equal graphs are equal bytes.
            let slots = level.positions.keys.sorted()
            block.append(UInt32(slots.count))
            for slot in slots {
                let list = level.neighbours(slot)
                block.append(slot)
                block.append(UInt32(list.count))
                block.append(numbers: list)
            }
        }
    }

    /// Reads a graph. One of another shape than `parameters` comes out empty, to be built anew.
    ///
    /// - Returns: `nil` where a list is too long or leads to a slot that is not in the graph or not on its level.
    init?(decoding reader: inout ArchiveReader, parameters: GraphParameters) {
        guard let neighbours = reader.number(UInt16.self), let count = reader.number(UInt32.self),
            let entry = reader.number(UInt32.self), let levels = reader.number(UInt8.self),
            Int(count) <= reader.remaining / 4, levels <= Self.highestLevel, count > 0,
            (4...64).contains(neighbours)
        else { return nil }
        let shape =
            neighbours == parameters.neighbours ? parameters : GraphParameters(neighbours: Int(neighbours))
        var lowest: [[UInt32]] = []
        lowest.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let list = Self.list(&reader, capacity: shape.capacity(level: 0)),
                list.allSatisfy({ $0 < count })
            else { return nil }
            lowest.append(list)
        }
        var upper: [LinkLevel] = []
        for number in 1..<(Int(levels) + 1) {
            guard let slots = reader.number(UInt32.self), slots <= count else { return nil }
            var level = LinkLevel(capacity: shape.capacity(level: number))
            var mentioned: [UInt32] = []
            for _ in 0..<slots {
                guard let slot = reader.number(UInt32.self), slot < count, !level.contains(slot),
                    number == 1 || upper[number - 2].contains(slot),
                    let list = Self.list(&reader, capacity: level.capacity)
                else { return nil }
                level.set(slot, list)
                mentioned.append(contentsOf: list)
            }
            guard mentioned.allSatisfy(level.contains) else { return nil }
            upper.append(level)
        }
        let hasEntry = entry < count
        guard hasEntry || (entry == .max && levels == 0 && lowest.allSatisfy(\.isEmpty)) else { return nil }
        if let highest = upper.last, !highest.contains(entry) { return nil }
        self.init(parameters: parameters)
        guard neighbours == parameters.neighbours else { return }
        adopt(lowest: lowest, upper: upper, entry: hasEntry ? entry : nil)
    }

    private static func list(_ reader: inout ArchiveReader, capacity: Int) -> [UInt32]? {
        guard let length = reader.number(UInt32.self), length <= capacity else { return nil }
        return reader.numbers(Int(length))
    }
}
