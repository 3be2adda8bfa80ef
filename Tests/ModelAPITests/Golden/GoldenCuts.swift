import ModelAPI

/// Where streams are split and cut.
///
/// Each position is tried from a snapshot at the start of its event, so that a test over all positions stays linear. That is no
/// shortcut in what is proved: what a parser or an observer holds at the start of an event does not depend on how the events
/// before were split, which whole runs over random segments check on top.
struct GoldenCuts {
    /// One event, and the positions inside it.
    struct Event {
        var range: Range<Int>
        /// Up to where the stream goes on behind a split: the end of the next event.
        var rest: Range<Int>
        /// Every position inside.
        var positions: Range<Int> { range }
    }

    let events: [Event]

    init(_ frames: [[UInt8]]) {
        var bounds = [0]
        for frame in frames { bounds.append(bounds[bounds.count - 1] + frame.count) }
        events = frames.indices.map { index in
            let range = bounds[index]..<bounds[index + 1]
            return Event(range: range, rest: range.lowerBound..<bounds[min(index + 2, frames.count)])
        }
    }

    /// Repeatable random segments of a stream, of 1 to 400 bytes.
    static func segments(of count: Int, seed: UInt64) -> [Int] {
        var state = seed
        var cuts: [Int] = []
        var position = 0
        while position < count {
            // Numerical Recipes' generator: its upper bits are good enough to cut by.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            position += 1 + Int((state >> 33) % 400)
            if position < count { cuts.append(position) }
        }
        return cuts
    }
}
