/// The entries of a store from the most to the least recently used: a list linked through an array.
struct RecencyList {
    /// Which place of the list an entry has.
    typealias Place = UInt32

    private struct Node {
        var id: VectorID
        var partition: UInt32
        var newer: Place
        var older: Place
    }

    private static let end = Place.max

    private var nodes: [Node] = []
    private var free: [Place] = []
    private var newest = end
    private var oldest = end

    var byteCount: Int { nodes.capacity * MemoryLayout<Node>.stride + free.capacity * 4 }

    /// The entry that was not used for the longest time.
    var leastRecent: VectorID? { oldest == Self.end ? nil : nodes[Int(oldest)].id }

    func partition(_ place: Place) -> Int { Int(nodes[Int(place)].partition) }

    mutating func add(_ id: VectorID, partition: Int) -> Place {
        let node = Node(id: id, partition: UInt32(partition), newer: Self.end, older: Self.end)
        let place: Place
        if let reused = free.popLast() {
            place = reused
            nodes[Int(place)] = node
        } else {
            place = Place(nodes.count)
            nodes.append(node)
        }
        putFirst(place)
        return place
    }

    mutating func touch(_ place: Place) {
        guard newest != place else { return }
        unlink(place)
        putFirst(place)
    }

    mutating func remove(_ place: Place) {
        unlink(place)
        free.append(place)
    }

    /// The entries from the least to the most recently used, with their partitions.
    func forEachFromOldest(_ body: (VectorID, Int) -> Void) {
        var place = oldest
        while place != Self.end {
            body(nodes[Int(place)].id, Int(nodes[Int(place)].partition))
            place = nodes[Int(place)].newer
        }
    }

    private mutating func putFirst(_ place: Place) {
        nodes[Int(place)].older = newest
        nodes[Int(place)].newer = Self.end
        if newest == Self.end { oldest = place } else { nodes[Int(newest)].newer = place }
        newest = place
    }

    private mutating func unlink(_ place: Place) {
        let node = nodes[Int(place)]
        if node.newer == Self.end { newest = node.older } else { nodes[Int(node.newer)].older = node.older }
        if node.older == Self.end { oldest = node.newer } else { nodes[Int(node.older)].newer = node.newer }
    }
}
