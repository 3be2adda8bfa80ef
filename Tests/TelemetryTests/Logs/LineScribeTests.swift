import JSONText
import Logging
import Testing

@testable import Telemetry

@Suite("Lines as they are written")
struct LineScribeTests {
    private func written(_ texts: [String], _ memory: MaskMemory = MaskMemory()) -> [String] {
        var scribe = LineScribe(memory, masksStrangers: true, capacity: 0)
        return texts.map { text in
            scribe.beginObject()
            scribe.name("text")
            scribe.write(text: text)
            scribe.endObject()
            scribe.end()
            // `{"text":` before it, `}}` and the end of the line behind it; a comma before all but the first.
            let line = String(decoding: scribe.take().lines, as: UTF8.self)
            return String(line.drop { $0 == "," }.dropFirst(8).dropLast(3))
        }
    }

    private func masked(_ text: String) -> String {
        String(decoding: TerminalText.safe(TelemetryMask.standard.literal(text)), as: UTF8.self)
    }

    @Test("say of every text what the mask says of it, the first time and the next")
    func agreement() {
        let pieces = [
            "sk-proj-", "abcdefgh", "12", "3456", "4111 1111 1111 1111", "@", "example.com", "taro", "=", ":", "key",
            "?key=",
            "password", " ", "-", "_", "日本", "\"", "\\", "\u{1B}", "\u{85}", "\u{2028}", "４１", "Bearer ",
            "090-1234-5678", "é", ".",
        ]
        var random = SystemRandomNumberGenerator()
        let texts = (0..<4000).map { _ in
            (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        let once = written(texts + texts)
        #expect(once == (texts + texts).map(masked))
        #expect(Set(once).contains { $0.contains("[masked:") })
    }

    @Test("remember how texts look, and no more of them than a bound")
    func bound() {
        let memory = MaskMemory()
        let texts = (0..<5000).map { "gpt-4o-mini-\($0)" }
        #expect(written(texts + texts.reversed(), memory) == (texts + texts.reversed()).map(masked))
        #expect(memory.count <= 1024 && memory.count >= 512)
        let long = String(repeating: "gpt-4o-mini/", count: 20)
        let before = memory.count
        #expect(written([long], memory) == [masked(long)] && memory.count == before)
    }

    @Test("stay unwritten where a text would have to be looked through, until somebody has")
    func strangers() throws {
        let memory = MaskMemory()
        func write(_ text: String, _ scribe: inout LineScribe) {
            scribe.begin(time: 0, level: .info, module: "access", message: "answered")
            scribe.name("model")
            scribe.write(text: text)
            scribe.end()
        }
        var hasty = LineScribe(memory, masksStrangers: false, capacity: 0)
        var isIncomplete: [Bool] = []
        write("plain", &hasty)
        isIncomplete.append(hasty.isIncomplete)
        let mark = hasty.mark
        let end = mark.bytes
        write("sk-proj-0123456789abcdefghijklmnopqrstuv", &hasty)
        isIncomplete.append(hasty.isIncomplete)
        hasty.rewind(to: mark)
        isIncomplete.append(hasty.isIncomplete)
        let rest = hasty.mark
        #expect(rest == mark && end > 0 && mark.lines == 1)

        var patient = LineScribe(memory, masksStrangers: true, capacity: 0)
        write("sk-proj-0123456789abcdefghijklmnopqrstuv", &patient)
        write("sk-proj-0123456789abcdefghijklmnopqrstuv", &hasty)
        isIncomplete.append(hasty.isIncomplete)
        #expect(isIncomplete == [false, true, false, false])
        let (line, same) = (patient.out, Array(hasty.out[end...]))
        #expect(line == same)
        #expect(String(decoding: line, as: UTF8.self).contains(#""model":"[masked:credential]""#))
    }

    @Test("have numbers and words as they are", arguments: [0, 7, 10, -1, 120, .max, .min])
    func numbers(number: Int) throws {
        var scribe = LineScribe()
        scribe.begin(time: 1_000_000_000, level: .error, module: "m", message: "x")
        scribe.name("numbers")
        scribe.beginList()
        scribe.write(number)
        scribe.write(word: "a\"b\n4111111111111111")
        scribe.beginObject()
        scribe.name(word: "a\"")
        scribe.write(true)
        scribe.name("b")
        scribe.beginList()
        scribe.endList()
        scribe.endObject()
        scribe.endList()
        scribe.end()
        let bytes = scribe.out
        let line = String(decoding: bytes, as: UTF8.self)
        #expect(
            line == #"{"time":"1970-01-01T00:00:01.000000Z","level":"error","module":"m","message":"x","#
                + #""numbers":[\#(number),"a\"b\n4111111111111111",{"a\"":true,"b":[]}]}"# + "\n"
        )
        #expect(throws: Never.self) { try JSONValue(parsing: Array(bytes.dropLast()).span) }
    }

    @Test("escape a word's characters wherever they stand")
    func escapes() throws {
        for length in 1...19 {
            for place in 0..<length {
                for code in Array(UInt8(0)...0x7F) {
                    var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    bytes[place] = code
                    let word = String(decoding: bytes, as: UTF8.self)
                    let isPlain = code >= 0x20 && code != 0x22 && code != 0x5C
                    let needsNone = PlainText.needsNoEscape(word.utf8.span)
                    #expect(needsNone == isPlain, "\(code) at \(place) of \(length)")
                }
            }
        }
        for word in ["日本語の鍵", "é", "名前\u{1F512}名前", "\u{80}\u{A0}\u{A2}\u{DC}"] {
            let needsNone = PlainText.needsNoEscape(word.utf8.span)
            #expect(needsNone)
        }
    }

    @Test("have ids of traces in hexadecimal digits")
    func ids() throws {
        let trace = try #require(TraceID(high: 0x0123_4567_89AB_CDEF, low: 0x0F))
        let span = try #require(SpanID(0xFEDC_BA98_7654_3210))
        var scribe = LineScribe()
        scribe.beginObject()
        scribe.name("trace")
        scribe.write(trace)
        scribe.name("span")
        scribe.write(span)
        scribe.endObject()
        let line = String(decoding: scribe.out, as: UTF8.self)
        #expect(line == #"{"trace":"\#(trace)","span":"\#(span)"}"#)
        #expect(line == #"{"trace":"0123456789abcdef000000000000000f","span":"fedcba9876543210"}"#)
    }

    @Test("are whole whatever room there was for them, again and again")
    func room() {
        var random = SystemRandomNumberGenerator()
        var small = LineScribe(MaskMemory(), masksStrangers: true, capacity: 0)
        var large = LineScribe(MaskMemory(), masksStrangers: true, capacity: 1 << 20)
        for _ in 0..<60 {
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let text = String(repeating: "wörter ", count: Int.random(in: 0...12000, using: &random))
                let number = Int.random(in: .min ... .max, using: &random)
                func write(_ scribe: inout LineScribe) {
                    scribe.begin(time: Int64(number.magnitude >> 1), level: .info, module: "m", message: "x")
                    scribe.name("text")
                    scribe.write(text: text)
                    scribe.name("number")
                    scribe.write(number)
                    scribe.end()
                }
                write(&small)
                write(&large)
            }
            let (one, other) = (small.take(), large.take())
            #expect(one.lines == other.lines && one.count == other.count && one.lines.last == UInt8(ascii: "\n"))
        }
    }
}
