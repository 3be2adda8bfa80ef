/// Fenced code blocks of Markdown (CommonMark §4.5), also within lists and quotes. A block without an end ends with the text.
struct CodeBlocks {
    /// One block.
    struct Block: Equatable {
        /// The first word behind the fence, in small letters; empty where there is none.
        var language: String
        /// From fence to fence, in bytes.
        var range: Range<Int>
        /// What is between them.
        var body: Range<Int>
    }

    /// The blocks in their order.
    private(set) var blocks: [Block] = []

    private struct Fence {
        var mark: UInt8
        var count: Int
        var rest: Range<Int>
    }

    /// Finds the blocks of a text.
    init(_ text: Span<UInt8>) {
        var open: (fence: Fence, start: Int, body: Int)?
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end &+= 1 }
            let next = min(end &+ 1, text.count)
            if let fence = Self.fence(text, start..<end) {
                if let opened = open {
                    let isClosing =
                        fence.mark == opened.fence.mark && fence.count >= opened.fence.count && fence.rest.isEmpty
                    if isClosing {
                        add(text, opened.fence, opened.start..<end, opened.body..<start)
                        open = nil
                    }
                } else {
                    open = (fence, start, next)
                }
            }
            start = next
        }
        if let opened = open { add(text, opened.fence, opened.start..<text.count, opened.body..<text.count) }
    }

    private mutating func add(_ text: Span<UInt8>, _ fence: Fence, _ range: Range<Int>, _ body: Range<Int>) {
        var word: [UInt8] = []
        for index in fence.rest {
            let byte = text[index]
            guard byte > 0x20, byte != UInt8(ascii: "{"), byte != UInt8(ascii: ","), word.count < 32 else { break }
            word.append(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
        }
        blocks.append(Block(language: String(decoding: word, as: UTF8.self), range: range, body: body))
    }

    /// The fence that a line is.
    private static func fence(_ text: Span<UInt8>, _ line: Range<Int>) -> Fence? {
        var start = line.lowerBound
        skip: while start < line.upperBound {
            switch text[start] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "*"),
                UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                start &+= 1
            default: break skip
            }
        }
        guard start < line.upperBound else { return nil }
        let mark = text[start]
        guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
        var end = start
        while end < line.upperBound, text[end] == mark { end &+= 1 }
        let count = end &- start
        guard count >= 3 else { return nil }
        var rest = end..<line.upperBound
        while let first = rest.first, text[first] <= 0x20 { rest = (first &+ 1)..<rest.upperBound }
        while let last = rest.last, text[last] <= 0x20 { rest = rest.lowerBound..<last }
        // A word in three backticks is a word in backticks.
        if mark == UInt8(ascii: "`") { for index in rest where text[index] == mark { return nil } }
        return Fence(mark: mark, count: count, rest: rest)
    }

    /// A text without its blocks.
    static func withoutBlocks(_ text: [UInt8]) -> [UInt8] {
        let blocks = CodeBlocks(text.span).blocks
        guard !blocks.isEmpty else { return text }
        var output: [UInt8] = []
        var start = 0
        for block in blocks {
            output += text[start..<block.range.lowerBound]
            start = block.range.upperBound
        }
        return output + text[start...]
    }
}
