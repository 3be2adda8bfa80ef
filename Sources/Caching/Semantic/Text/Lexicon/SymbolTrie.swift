/// A trie over symbols of 32 bits (a scalar, or the hash of a word's stem), in one open hash table of edges.
struct SymbolTrie {
    private var keys: [UInt64]
    private var targets: [UInt32]
    private var terminals: [Int32]
    private var edgeCount = 0
    private var mask: Int

    /// The node everything starts from.
    static let root: UInt32 = 0

    init(capacity: Int = 1 << 12) {
        let size = capacity.nextPowerOfTwo
        keys = Array(repeating: .max, count: size)
        targets = Array(repeating: 0, count: size)
        terminals = [-1]
        mask = size - 1
    }

    /// The node behind an edge; nil where there is none.
    @inline(__always)
    func next(_ node: UInt32, _ symbol: UInt32) -> UInt32? {
        let key = UInt64(node) << 32 | UInt64(symbol)
        var slot = Self.slot(key) & mask
        while true {
            let found = keys[slot]
            if found == key { return targets[slot] }
            if found == .max { return nil }
            slot = (slot &+ 1) & mask
        }
    }

    /// What ends at a node; nil if nothing does.
    @inline(__always)
    func terminal(_ node: UInt32) -> Int? {
        let value = terminals[Int(node)]
        return value < 0 ? nil : Int(value)
    }

    /// Enters a sequence. What it already stands for is kept.
    /// - Returns: whether it was new.
    @discardableResult
    mutating func insert(_ symbols: [UInt32], terminal: Int) -> Bool {
        var node = Self.root
        for symbol in symbols {
            if let target = next(node, symbol) {
                node = target
            } else {
                let target = UInt32(terminals.count)
                terminals.append(-1)
                add(UInt64(node) << 32 | UInt64(symbol), target)
                node = target
            }
        }
        guard terminals[Int(node)] < 0 else { return false }
        terminals[Int(node)] = Int32(terminal)
        return true
    }

    private mutating func add(_ key: UInt64, _ target: UInt32) {
        if edgeCount * 2 >= keys.count { grow() }
        put(key, target)
        edgeCount += 1
    }

    private mutating func put(_ key: UInt64, _ target: UInt32) {
        var slot = Self.slot(key) & mask
        while keys[slot] != .max { slot = (slot &+ 1) & mask }
        keys[slot] = key
        targets[slot] = target
    }

    private mutating func grow() {
        let old = (keys, targets)
        keys = Array(repeating: .max, count: old.0.count * 2)
        targets = Array(repeating: 0, count: old.0.count * 2)
        mask = keys.count - 1
        for (key, target) in zip(old.0, old.1) where key != .max { put(key, target) }
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}

extension Int {
    fileprivate var nextPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
