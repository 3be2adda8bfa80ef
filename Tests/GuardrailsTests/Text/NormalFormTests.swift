import Testing

@testable import Guardrails

/// The digests are those of `scripts/unicode-tables.py --vectors`, which has its normal forms from Python's unicodedata.
@Suite struct NormalFormTests {
    @Test func `every code point alone has the normal form of the standard`() {
        var digest = Digest()
        for code in UInt32(0)...0x10FFFF where code &>> 11 != 0x1B {
            digest.add(NormalForm.ofText(utf8(code)))
        }
        #expect(digest.value == 0x5364_FA10_6AFA_5A5D)
    }

    @Test func `sequences of characters that compose have the normal form of the standard`() {
        let data = UnicodeData()
        var pool: [UInt32] = []
        var marks: [UInt32] = []
        for code in UInt32(0)...0x10FFFF where code &>> 11 != 0x1B {
            let combiningClass = data.combiningClass(of: code)
            var decomposed: [UInt32] = []
            data.decompose(code, into: &decomposed)
            let isInteresting = combiningClass != 0 || decomposed != [code]
            let isHangul = (0xAC00...0xD7A3).contains(code)
            guard isInteresting && (!isHangul || code % 97 == 0) || (0x1100..<0x1200).contains(code) else { continue }
            pool.append(code)
            if combiningClass != 0 { marks.append(code) }
        }
        #expect(pool.count == 7075)
        #expect(marks.count == 912)
        var digest = Digest()
        var state: UInt64 = 1
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state &>> 33) % bound
        }
        for _ in 0..<20000 {
            var text: [UInt8] = []
            for _ in 0..<(1 + draw(8)) {
                let kind = draw(4)
                text += utf8(
                    kind < 2 ? pool[draw(pool.count)] : kind == 2 ? marks[draw(marks.count)] : UInt32(0x41 + draw(58))
                )
            }
            digest.add(NormalForm.ofText(text))
            digest.add([0x0A])
        }
        #expect(digest.value == 0xC90B_C7CA_83FB_A8CB)
    }

    @Test(arguments: [
        ("ｶﾞｷﾞ", "ガギ"), ("が", "が"), ("㈱山田", "(株)山田"), ("①②", "12"), ("㍻", "平成"), ("ﬁ", "fi"), ("각", "각"),
        ("a\u{0323}\u{0301}", "\u{1EA1}\u{0301}"), ("a\u{0301}\u{0323}", "\u{1EA1}\u{0301}"),
    ])
    func `texts that people write compose`(text: String, form: String) {
        #expect(String(decoding: NormalForm.ofText(Array(text.utf8)), as: UTF8.self).utf8.elementsEqual(form.utf8))
    }

    private func utf8(_ code: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendUTF8(code)
        return bytes
    }
}

/// FNV-1a, 64 bits.
private struct Digest {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
