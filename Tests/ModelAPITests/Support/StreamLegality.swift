import ModelAPI

/// Checks a sequence of neutral events against the rules at ``ModelAPI/StreamEvent``.
struct StreamLegality {
    private(set) var violations: [String] = []
    private var started = false
    private var ended = false
    private var open: [Int: StreamBlock] = [:]
    private var finished: Set<Int> = []

    /// What is wrong with a whole sequence; empty where nothing is.
    /// - Parameter isWhole: whether the sequence must have ended already.
    static func violations(of events: [StreamEvent], isWhole: Bool = true) -> [String] {
        var check = StreamLegality()
        for event in events { check.take(event) }
        if isWhole, !check.ended { check.complain("no end and no failure") }
        return check.violations
    }

    /// Whether a sequence ends in a failure.
    static func endsInFailure(_ events: [StreamEvent]) -> Bool {
        if case .failure = events.last { true } else { false }
    }

    /// Takes the next event of a sequence.
    mutating func take(_ event: StreamEvent) {
        if ended { complain("\(event) behind the end") }
        switch event {
        case .start:
            if started { complain("a second start") }
            started = true
        case .blockStart(let choice, let block):
            requireStart(event)
            if let other = open[choice] { complain("\(block) of choice \(choice) opens inside \(other)") }
            if finished.contains(choice) { complain("\(block) behind the finish of choice \(choice)") }
            open[choice] = block
        case .blockDelta(let choice, let delta):
            requireStart(event)
            guard let block = open[choice] else {
                complain("\(delta) of choice \(choice) outside a block")
                return
            }
            if !Self.fits(delta, block) { complain("\(delta) inside \(block)") }
        case .blockStop(let choice):
            requireStart(event)
            if open.removeValue(forKey: choice) == nil { complain("a stop of choice \(choice) without a block") }
        case .finish(let choice, _):
            requireStart(event)
            if let block = open[choice] { complain("choice \(choice) finishes inside \(block)") }
            if !finished.insert(choice).inserted { complain("choice \(choice) finishes twice") }
        case .usage, .unmapped:
            requireStart(event)
        case .end:
            requireStart(event)
            if !open.isEmpty { complain("the end leaves \(open) open") }
            if finished.isEmpty { complain("an end without a finished choice") }
            ended = true
        case .failure:
            if !open.isEmpty { complain("the failure leaves \(open) open") }
            ended = true
        }
    }

    private static func fits(_ delta: StreamDelta, _ block: StreamBlock) -> Bool {
        switch (delta, block) {
        case (.text, .text), (.text, .thinking), (.text, .refusal): true
        case (.arguments, .toolCall): true
        case (.signature, .text), (.signature, .thinking): true
        case (.logprobs, .text), (.logprobs, .thinking), (.logprobs, .refusal), (.logprobs, .toolCall): true
        default: false
        }
    }

    private mutating func requireStart(_ event: StreamEvent) {
        if !started { complain("\(event) before the start") }
    }

    private mutating func complain(_ text: String) { violations.append(text) }
}
