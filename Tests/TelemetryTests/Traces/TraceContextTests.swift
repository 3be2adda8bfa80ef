import Testing

@testable import Telemetry

@Suite("A place in a trace")
struct TraceContextTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"

    @Test("is read and written as W3C says", arguments: ["00", "01"])
    func roundTrip(flags: String) throws {
        let text = "00-\(Self.trace)-\(Self.span)-\(flags)"
        let parent = try #require(TraceParent(text))
        #expect(parent.description == text && parent.isSampled == (flags == "01"))
    }

    private static let laterTexts: [(String, Bool)] = [
        ("01-\(trace)-\(span)-01", true), ("cc-\(trace)-\(span)-03-what-comes", true),
        ("cc-\(trace)-\(span)-00", false),
    ]

    @Test("is read of versions to come as far as it is known", arguments: laterTexts)
    func later(text: String, isSampled: Bool) throws {
        #expect(try #require(TraceParent(text)).isSampled == isSampled)
    }

    private static let invalidTexts: [String] = [
        "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-1", "00-\(trace)-\(span)-01-",
        "ff-\(trace)-\(span)-01",
        "0-\(trace)-\(span)-01", "00-\(trace.uppercased())-\(span)-01",
        "00-00000000000000000000000000000000-\(span)-01",
        "00-\(trace)-0000000000000000-01", "00-\(trace)-\(span)-0g", "cc-\(trace)-\(span)-01x",
        " 00-\(trace)-\(span)-01",
        "00_\(trace)-\(span)-01", "00-\(trace)-\(span)-日", String(repeating: "日", count: 40),
    ]

    @Test("is not read where it is not valid", arguments: invalidTexts)
    func invalid(text: String) {
        #expect(TraceParent(text) == nil)
    }

    private static let states: [([String], Bool)] = [
        (["a=1"], true), (["a=1,b@c=2"], true), (["a=1", "b=2"], true), (["a=1, \tb=2 ,"], true), (["1a@b=x y"], true),
        ([], false), ([""], false), (["a"], false), (["A=1"], false), (["a=1,a=2"], false), (["a="], false),
        (["a=1=2"], false), (["a@1b=1"], false), (["a=日"], false), ([String(repeating: "a", count: 257) + "=1"], false),
        ([many], false), (["a=" + String(repeating: "x", count: 600)], false),
    ]
    private static let many = (1...33).map { "k\($0)=1" }.joined(separator: ",")

    @Test("has what other systems say, or nothing of it", arguments: states)
    func state(values: [String], isValid: Bool) {
        #expect((TraceState(values) != nil) == isValid)
        if isValid { #expect(TraceState(values)?.description == values.joined(separator: ",")) }
    }

    @Test("is chosen by its caller, else by share")
    func sampling() throws {
        let parent = try #require(TraceParent("00-\(Self.trace)-\(Self.span)-01"))
        var bits: [UInt64] = [0, 5, 7]
        let context = TraceSampler(share: 0).context(continuing: parent, nil) { bits.removeFirst() }
        #expect(context.isSampled && context.traceID == parent.traceID && context.parent == parent.spanID)
        // Zero names no span.
        #expect(context.spanID == SpanID(5))
        #expect(context.outgoing().description == "00-\(Self.trace)-0000000000000005-01")
        var generator = SystemRandomNumberGenerator()
        for (share, range) in [(0.0, 0...0), (1.0, 10_000...10_000), (0.25, 2200...2800)] {
            let sampler = TraceSampler(share: share)
            let count = (0..<10_000).count { _ in
                sampler.context(continuing: nil, nil) { generator.next() }.isSampled
            }
            #expect(range.contains(count), "\(share): \(count)")
        }
    }
}
