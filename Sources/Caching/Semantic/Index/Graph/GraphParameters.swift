/// The shape of a graph, in the words of Malkov and Yashunin (arXiv:1603.09320).
public struct GraphParameters: Sendable, Hashable {
    /// M: links a vector gets on each level it is on; twice as many on the lowest.
    public let neighbours: Int
    /// efConstruction: candidates a link is chosen from.
    public let constructionWidth: Int
    /// efSearch: candidates a look-up keeps. More find more and take longer.
    public let searchWidth: Int
    /// What the random levels are drawn from, with the vector's name: equal insertions make equal graphs.
    public let seed: UInt64

    /// The shape whose cost and recall `Benchmarks/vector-index` states; the paper's usual M and efConstruction.
    public static let standard = GraphParameters()

    /// A shape. Values out of range are brought into it: 4 to 64 neighbours, widths from the neighbours to 4,096.
    public init(
        neighbours: Int = 16,
        constructionWidth: Int = 128,
        searchWidth: Int = 256,
        seed: UInt64 = 0x6B61_6E6D_6F6E
    ) {
        self.neighbours = min(max(neighbours, 4), 64)
        self.constructionWidth = min(max(constructionWidth, self.neighbours), 4_096)
        self.searchWidth = min(max(searchWidth, self.neighbours), 4_096)
        self.seed = seed
    }

    /// Links a vector may have on a level.
    func capacity(level: Int) -> Int { level == 0 ? 2 * neighbours : neighbours }

    /// The highest level of a vector: each level has one in ``neighbours`` of the one below.
    func level(of id: VectorID) -> Int {
        // SplitMix64: every bit of the name reaches every bit of the draw.
        var draw = id.rawValue &+ seed &+ 0x9E37_79B9_7F4A_7C15
        draw = (draw ^ (draw &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        draw = (draw ^ (draw &>> 27)) &* 0x94D0_49BB_1331_11EB
        draw ^= draw &>> 31
        var level = 0
        var bound = UInt64.max / UInt64(neighbours)
        while draw < bound, level < GraphLinks.highestLevel {
            level += 1
            bound /= UInt64(neighbours)
        }
        return level
    }
}
