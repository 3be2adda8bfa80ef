#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// `sticky`: weighted rendezvous hashing.
///
/// The caller's hash and a branch's name give a fixed chance between 0 and 1; -ln(chance) / weight is the branch's score,
/// the smallest first. Each branch is first for its weight's share of callers, and a branch that comes, goes or is away
/// moves only the callers it gains or loses.
enum Sticky {
    static func rank(_ candidates: inout [Candidate], of route: ModelRoute, key: StickyKey, hash: UInt64) {
        for place in candidates.indices {
            let mixed = StableHash.mix(hash ^ StableHash.mix(route.branches[candidates[place].branch].key))
            // Above 0, so that the logarithm is finite.
            let chance = (Double(mixed >> 11) + 0.5) * 0x1p-53
            candidates[place].rank = -log(chance) / candidates[place].weight
            candidates[place].reason = .sticky(key)
        }
        candidates.sortByRank()
    }
}
