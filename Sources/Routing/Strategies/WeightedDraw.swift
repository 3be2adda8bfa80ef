/// `weighted`: drawn one after the other without putting back, so that whoever stands second has, of the requests the
/// first one fails, the share its weight gives it among the rest.
enum WeightedDraw {
    static func rank(_ candidates: inout [Candidate], random: inout some RandomNumberGenerator) {
        for place in candidates.indices {
            let sum = candidates[place...].reduce(0) { $0 + $1.weight }
            let last = candidates.count - 1
            if place < last {
                var point = random.fraction() * sum
                var chosen = place
                while chosen < last, point >= candidates[chosen].weight {
                    point -= candidates[chosen].weight
                    chosen += 1
                }
                candidates.swapAt(place, chosen)
            }
            candidates[place].reason = .draw(weight: candidates[place].weight, of: sum)
        }
    }
}
