import Testing

@testable import Guardrails

@Suite struct NormalizerTests {
    private let normalizer = Normalizer()

    private func normalized(_ text: String) -> String {
        String(decoding: normalizer.normalize(Array(text.utf8)).bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("電話０３－１２３４－５６７８", "電話03-1234-5678"),
        ("０３ー１２３４ー５６７８", "03-1234-5678"),
        ("03ｰ1234ｰ5678", "03-1234-5678"),
        ("03‐1234–5678", "03-1234-5678"),
        ("03−1234─5678", "03-1234-5678"),
        ("サーバー", "サーバー"),
        ("3ー5", "3-5"),
        ("１０時～１２時", "10時~12時"),
        ("ａｂｃ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ", "abc@example.co.jp"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"),
        ("٠٩٠-١٢٣٤-٥٦٧٨", "090-1234-5678"),
        ("𝟎𝟗𝟎", "090"),
        ("1️⃣2️⃣3️⃣", "123"),
        ("090\u{200B}1234\u{200D}5678", "09012345678"),
        ("か\u{200B}\u{3099}", "が"),
        ("e\u{00AD}\u{0301}", "é"),
        ("葛\u{E0100}城", "葛城"),
    ])
    func `what looks like the same is the same`(text: String, expected: String) {
        #expect(normalized(text).utf8.elementsEqual(expected.utf8), "\(normalized(text))")
    }

    @Test(arguments: [
        ("〇三ー一二三四ー五六七八", "03-1234-5678"),
        ("〇九〇（一二三四）五六七八", "090(1234)5678"),
        ("〇三-1234-5678", "03-1234-5678"),
        ("1234ー〇三四五", "1234-0345"),
        ("二〇二六年", "2026年"),
        ("一ー二ー三", "1-2-3"),
        ("一〇〇人", "100人"),
        ("五〇〇〇円", "5000円"),
    ])
    func `kanji digits by place are numbers`(text: String, expected: String) {
        #expect(normalized(text) == expected)
    }

    @Test(arguments: [
        "一二を争う", "三千円", "十二人", "一二三さん", "七五三のお祝い", "田中一(03-1234-5678)", "二十三四歳",
        "第三四半期", "八百万の神", "一、二、三", "二〇名", "五十嵐三四郎",
    ])
    func `kanji digits in words stay`(text: String) {

        #expect(normalized(text) == text)
    }

    @Test(arguments: [
        ("①090-1234-5678", "(1)090-1234-5678"), ("①氏名 ②住所", "(1)氏名 (2)住所"), ("①②③④", "1234"), ("1①2", "112"),
    ])
    func `a circled number alone is no digit of what follows`(text: String, expected: String) {
        #expect(normalized(text) == expected)
    }

    @Test(arguments: ["", "plain ASCII, nothing to do 03-1234-5678", "お世話になっております。山田です。\n改行も\tタブもそのまま。", "\u{E000}外字"])
    func `a text in normal form is itself`(text: String) {
        let result = normalizer.normalize(Array(text.utf8))
        #expect(result.bytes == Array(text.utf8))
        #expect(result.map == OffsetMap(identityOf: text.utf8.count))
        #expect(result.signals == SmugglingSignals())
        #expect(result.hidden.isEmpty)
    }

    @Test func `a place in the normal form leads to the characters it came from`() {
        let text = "㈱山田\u{200B}様 ０９０ー１２３４ー５６７８です"
        let result = normalizer.normalize(Array(text.utf8))
        func original(_ part: String) -> String? {
            let needle = Array(part.utf8)
            guard
                let start = result.bytes.indices.first(where: { result.bytes[$0...].starts(with: needle) })
            else { return nil }
            let range = result.map.original(start..<start + needle.count)
            return String(decoding: result.original[range], as: UTF8.self)
        }
        #expect(original("090-1234-5678") == "０９０ー１２３４ー５６７８")
        #expect(original("株") == "㈱")
        #expect(original("山田") == "山田")
        #expect(original("山田様") == "山田\u{200B}様")
        #expect(original("です") == "です")
    }

    // MARK: Properties

    /// Texts of pieces that fold, join, vanish or are broken.
    static let pieces: [[UInt8]] =
        [
            "a", "Z", "9", "-", " ", "\n", "ー", "ｰ", "ｶ", "ﾞ", "か", "\u{3099}", "㈱", "①", "〇", "一", "二", "千", "（", "０",
            "٣",
            "\u{200B}", "\u{200D}", "\u{202E}", "\u{E0041}", "\u{FE0F}", "\u{E0101}", "葛", "😀", "👨‍👩‍👧", "é", "e\u{0301}",
            "각",
            "\u{1100}", "\u{1161}", "\u{11A8}", "\u{0323}", "ﷺ", "…", "аdmin", "\u{FEFF}", "%41", "&#65;", "\\u0041",
        ].map { Array($0.utf8) } + [[0xFF], [0xE3], [0xE3, 0x81], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5], [0x80]]

    static func text(_ generator: inout SplitMix) -> [UInt8] {
        (0..<Int.random(in: 0..<24, using: &generator)).flatMap { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &generator)]
        }
    }

    @Test func `normalising twice changes nothing more`() {
        var generator = SplitMix(state: 7)
        for _ in 0..<4000 {
            let text = Self.text(&generator)
            let once = normalizer.normalize(text).bytes
            let twice = normalizer.normalize(once).bytes
            #expect(once == twice, "\(text)")
        }
    }

    @Test func `the map is monotonic and covers all that is not dropped`() {
        var generator = SplitMix(state: 11)
        for _ in 0..<4000 {
            let text = Self.text(&generator)
            let result = normalizer.normalize(text)
            #expect(result.map.normalizedCount == result.bytes.count)
            #expect(result.map.originalCount == text.count)
            var last = 0..<0
            for offset in result.bytes.indices {
                let range = result.map.original(offset..<offset + 1)
                #expect(range.lowerBound >= last.lowerBound && range.upperBound >= last.upperBound && !range.isEmpty)
                #expect(range.upperBound <= text.count)
                last = range
            }
            // What is between two places is between their originals.
            guard !result.bytes.isEmpty else { continue }
            let lower = Int.random(in: 0..<result.bytes.count, using: &generator)
            let upper = Int.random(in: lower..<result.bytes.count, using: &generator) + 1
            let whole = result.map.original(lower..<upper)
            #expect(whole.lowerBound == result.map.original(lower..<lower + 1).lowerBound)
            #expect(whole.upperBound == result.map.original(upper - 1..<upper).upperBound)
        }
    }

    @Test func `any bytes are read, cut at any place`() {
        var generator = SplitMix(state: 13)
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<64, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            bytes += Self.text(&generator)
            let cut = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
            let result = normalizer.normalize(cut)
            #expect(result.map.originalCount == cut.count)
            let folded = FoldedText(result, options: .words)
            #expect(folded.map.originalCount == result.bytes.count)
            #expect(folded.map.normalizedCount == folded.bytes.count)
        }
    }
}

/// SplitMix64: random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value &>> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value &>> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value &>> 31
    }
}
