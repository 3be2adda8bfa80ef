extension Weight {
    /// The weight at a time of day as strategies use it: finite and not negative, whatever the arithmetic of a ramp gives.
    func effective(at wallClock: Double) -> Double {
        let weight = value(at: wallClock)
        return weight > 0 ? min(weight, 1e9) : 0
    }
}

extension TargetSnapshot {
    /// ``rampShare`` within its bounds. Never 0: a target that may be asked has some share.
    var effectiveRampShare: Double { rampShare > 0.001 ? min(rampShare, 1) : 0.001 }
}

extension RandomNumberGenerator {
    /// A number from 0 up to but not including 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// An index below `count`, which must be positive.
    mutating func index(below count: Int) -> Int { min(Int(fraction() * Double(count)), count - 1) }
}
