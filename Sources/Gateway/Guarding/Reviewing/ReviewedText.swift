/// A text of a streamed answer that services look at: shown to them in windows, each of which begins with the end of what has
/// gone on already.
///
/// A window is due at the end of a sentence, the first one soon, so that the text begins early; where no sentence ends, after
/// some hundred characters. What goes on ends with the last sentence of the window, or so far in front of its end that a value
/// which is being written stands whole in the next one.
struct ReviewedText: Sendable {
    /// How much is shown at once.
    enum Pace: Sendable {
        /// A few sentences.
        case windows
        /// All of it, when it is over.
        case whole
    }

    /// So much of what has gone on is shown again, in code points.
    static let overlap = 256
    /// So much stays back where a window ends within a sentence, in code points.
    static let tail = 128
    /// Behind so many new code points the end of a sentence is waited for: at first, and in the end.
    private static let steps = 50...200
    /// Behind so many it is not.
    private static let mostFresh = 400
    /// Where more than that has come at once, no more is waited for, in code points.
    private static let mostAtOnce = 4096
    /// A text that is shown whole is shown when it has so many bytes: services are not sent more.
    private static let mostBytes = 8 << 20

    private let pace: Pace
    /// Whether it goes on before anybody has seen it.
    let goesOnAtOnce: Bool
    /// The end of what has gone on.
    private var passed: [UInt8] = []
    /// What has come and has not gone on.
    private var waiting: [UInt8] = []
    /// How many code points that is, and how many of them have been shown.
    private var count = 0
    private var shown = 0
    /// Where the last sentence ends that nobody has been shown, in bytes of what waits; 0 for nowhere.
    private var sentenceEnd = 0
    /// How many code points have gone on.
    private var offset = 0
    private var step = Self.steps.lowerBound
    private(set) var isOver = false

    init(_ pace: Pace, goesOnAtOnce: Bool) {
        self.pace = goesOnAtOnce ? .whole : pace
        self.goesOnAtOnce = goesOnAtOnce
    }

    /// More has come.
    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let start = waiting.count
        waiting += bytes
        count += bytes.codePoints
        guard pace == .windows else { return }
        for index in start..<waiting.count where endsSentence(at: index) { sentenceEnd = index + 1 }
    }

    /// Nothing more comes.
    mutating func end() { isOver = true }

    /// Whether a window is to be shown now.
    var isDue: Bool {
        if isOver { return !waiting.isEmpty }
        guard pace == .windows else { return waiting.count >= Self.mostBytes }
        let fresh = count - shown
        return fresh >= Self.mostFresh || sentenceEnd > 0 && fresh >= step
    }

    /// Whether a window is to be shown although more can be had without waiting.
    var isFull: Bool { isDue && (pace == .whole || count - shown >= Self.mostAtOnce) }

    /// Whether a window is to be shown where nothing follows for a while.
    var isDueInSilence: Bool { !isOver && sentenceEnd > 0 }

    /// All that waits, with the end of what has gone on.
    func window() -> ReviewWindow {
        let whole = isOver ? waiting.count : waiting.wholeCharacters
        var end = whole
        if !isOver, pace == .windows {
            end = max(min(sentenceEnd, whole), waiting[..<whole].startOfLast(Self.tail))
        }
        return ReviewWindow(
            text: passed + waiting[..<whole],
            start: passed.count,
            end: passed.count + end,
            isLast: isOver,
            offset: offset
        )
    }

    /// Everybody has seen a window. Nothing has come since it was made.
    /// - Returns: what goes on; nothing where it has gone on before.
    mutating func close(_ window: ReviewWindow) -> [UInt8] {
        let whole = isOver ? waiting.count : waiting.wholeCharacters
        waiting = Array(window.held) + waiting[whole...]
        shown = window.held.codePoints
        count = waiting.codePoints
        sentenceEnd = 0
        offset += window.codePoints
        let before = window.text[..<window.end]
        passed = Array(before[before.startOfLast(Self.overlap)...])
        step = min(step * 2, Self.steps.upperBound)
        return goesOnAtOnce ? [] : Array(window.text[window.start..<window.end])
    }

    // MARK: - Sentences

    /// Whether the last byte of the end of a sentence stands here: a line's end, a mark of Japanese, or one of other languages
    /// with a space behind it.
    private func endsSentence(at index: Int) -> Bool {
        switch waiting[index] {
        case 0x0A: true
        case 0x20: index > 0 && [0x21, 0x2E, 0x3F].contains(waiting[index - 1])
        case 0x82: index > 1 && waiting[index - 1] == 0x80 && waiting[index - 2] == 0xE3
        case 0x81, 0x8E, 0x9F: index > 1 && waiting[index - 1] == 0xBC && waiting[index - 2] == 0xEF
        case 0xA1: index > 1 && waiting[index - 1] == 0xBD && waiting[index - 2] == 0xEF
        default: false
        }
    }
}
