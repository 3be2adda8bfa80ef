/// How texts are cut for a service.
public struct TextWindows: Sendable, Hashable {
    /// The least by which neighbouring windows overlap, in code points.
    public static let leastOverlap = 128
    /// The most bytes of text that are sent for one question.
    static let mostBytes = 8 * 1024 * 1024
    /// The most requests for one question.
    static let mostCalls = 64

    /// The most code points of a window.
    public var codePoints: Int
    /// By how many code points neighbouring windows overlap.
    public var overlap: Int
    /// The most windows that go into one request.
    public var perCall: Int

    /// A way to cut.
    /// - Parameters:
    ///   - codePoints: the most code points of a window; raised to four times the least overlap.
    ///   - overlap: raised to ``leastOverlap`` and lowered to half a window.
    ///   - perCall: the most windows that go into one request.
    public init(codePoints: Int, overlap: Int = 256, perCall: Int = 1) {
        self.codePoints = max(codePoints, 4 * Self.leastOverlap)
        self.overlap = min(max(overlap, Self.leastOverlap), self.codePoints / 2)
        self.perCall = max(perCall, 1)
    }

    /// The windows of all texts, as they go into requests.
    /// - Throws: `invalidText`, `tooMuchText`.
    func batches(of question: AdapterQuestion) throws(AdapterError) -> [[TextWindow]] {
        var bytes = 0
        var windows: [TextWindow] = []
        let most = Self.mostCalls * perCall
        for (index, text) in question.texts.enumerated() where !text.bytes.isEmpty {
            bytes += text.bytes.count
            guard bytes <= Self.mostBytes else { throw AdapterError(.tooMuchText, "more than \(Self.mostBytes) bytes") }
            windows += try cut(text.bytes, index)
            guard windows.count <= most else {
                throw AdapterError(.tooMuchText, "more than \(Self.mostCalls) requests are needed")
            }
        }
        return stride(from: 0, to: windows.count, by: perCall).map {
            Array(windows[$0..<min($0 + perCall, windows.count)])
        }
    }

    /// Cuts a text at the beginnings of characters.
    private func cut(_ text: [UInt8], _ index: Int) throws(AdapterError) -> [TextWindow] {
        guard UTF8Check.isWellFormed(text.span) else {
            throw AdapterError(.invalidText, "text \(index) is not UTF-8")
        }
        let step = codePoints - overlap
        var starts: [Int] = []
        var ends: [Int] = []
        var count = 0
        for (offset, byte) in text.enumerated() where byte & 0xC0 != 0x80 {
            if count.isMultiple(of: step) { starts.append(offset) }
            if count >= codePoints, (count - codePoints).isMultiple(of: step) { ends.append(offset) }
            count += 1
        }
        var windows: [TextWindow] = []
        for (number, start) in starts.enumerated() {
            // The window before it reaches to the end already.
            if number > 0, number * step + overlap >= count { break }
            let end = number < ends.count ? ends[number] : text.count
            windows.append(
                TextWindow(
                    text: index,
                    range: start..<end,
                    isWhole: start == 0 && end == text.count,
                    bytes: text[start..<end]
                )
            )
        }
        return windows
    }
}
