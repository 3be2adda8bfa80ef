/// An index as one look-up sees it: the vectors, and links between the first of them.
///
/// Vectors that are not linked yet are looked at one by one, so none is missed while a graph is built.
struct IndexPicture: Sendable {
    var arena: VectorArena
    var links: GraphLinks

    func search(
        _ vector: UnitVector,
        limit: Int,
        floor: Float,
        width: Int? = nil
    ) throws(VectorIndexError) -> [VectorMatch] {
        guard vector.space == arena.space else { throw .otherSpace }
        guard limit > 0 else { return [] }
        let query = arena.query(vector)
        var best = BestCandidates(bound: arena.width(for: limit), floor: arena.coarseFloor(floor))
        if links.count > 0 {
            let width = max(width ?? links.parameters.searchWidth, min(limit, arena.count))
            for candidate in links.search(query, in: arena, width: width).sorted { best.offer(candidate) }
        }
        arena.scan(query, slots: links.count..<arena.count, into: &best)
        return arena.matches(best, query: query, limit: limit, floor: floor)
    }
}
