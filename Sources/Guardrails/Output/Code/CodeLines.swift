/// Tells lines of code and commands from prose by their shape.
struct CodeLines {
    /// Commands of a shell, in bytes of the text.
    private(set) var commands: [Range<Int>] = []
    /// Runs of lines of a program.
    private(set) var programs: [Range<Int>] = []

    /// What is looked at of a line.
    private static let longestLine = 512
    /// How many lines between two lines of one program may say nothing.
    private static let widestGap = 2
    /// How much the lines of a run have to weigh.
    private static let leastWeight = 2

    /// Reads lines of a text.
    mutating func read(_ text: Span<UInt8>, _ range: Range<Int>) {
        var run: (range: Range<Int>, weight: Int, gap: Int)?
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start
            while end < range.upperBound, text[end] != UInt8(ascii: "\n") { end &+= 1 }
            let line = Line(text, start..<min(end, start &+ Self.longestLine))
            let place = line.start..<max(line.start, min(end, start &+ Self.longestLine))
            if ShellLine.isCommand(line) {
                if commands.count < OutputCheck.mostFindings { commands.append(place) }
            }
            for span in line.spans where ShellLine.isCommand(Line(text, span)) {
                if commands.count < OutputCheck.mostFindings { commands.append(span) }
            }
            let weight = ProgramLine.weight(of: line)
            if weight > 0 {
                run = run.map { ($0.range.lowerBound..<place.upperBound, $0.weight &+ weight, 0) } ?? (place, weight, 0)
            } else if let known = run {
                run?.gap = known.gap &+ 1
                if known.gap &+ 1 > Self.widestGap {
                    close(&run)
                }
            }
            start = end &+ 1
        }
        close(&run)
    }

    private mutating func close(_ run: inout (range: Range<Int>, weight: Int, gap: Int)?) {
        if let run, run.weight >= Self.leastWeight, programs.count < OutputCheck.mostFindings {
            programs.append(run.range)
        }
        run = nil
    }

    /// One line without what stands before it in lists and quotes.
    struct Line {
        /// Where it begins.
        let start: Int
        /// Its text, without a carriage return or spaces at its end.
        let text: String
        /// Its words, parted by spaces.
        let words: [Substring]
        /// What stands between single backticks, in bytes of the whole text.
        let spans: [Range<Int>]

        init(_ text: Span<UInt8>, _ range: Range<Int>) {
            var start = range.lowerBound
            var end = range.upperBound
            while start < end, text[start] <= 0x20 { start &+= 1 }
            while end > start, text[end &- 1] <= 0x20 { end &-= 1 }
            var bytes: [UInt8] = []
            var ticks: [Int] = []
            for index in start..<end {
                bytes.append(text[index])
                if text[index] == UInt8(ascii: "`") { ticks.append(index) }
            }
            self.start = start
            self.text = String(decoding: bytes, as: UTF8.self)
            words = self.text.split(separator: " ")
            var spans: [Range<Int>] = []
            var index = 0
            while index &+ 1 < ticks.count {
                if ticks[index] &+ 1 < ticks[index &+ 1] { spans.append((ticks[index] &+ 1)..<ticks[index &+ 1]) }
                index &+= 2
            }
            self.spans = spans
        }
    }
}
