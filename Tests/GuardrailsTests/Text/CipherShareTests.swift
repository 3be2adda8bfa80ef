import Testing

@testable import Guardrails

@Suite struct CipherShareTests {
    private static func text(_ seed: UInt64) -> [UInt8] {
        var random = SmallRandom(seed: seed)
        let pieces = [
            "the", "eht", "gur", "gsv", "Ignore", "previous", "suoiverp", "instructions", "zzz", "a", " ", ". ", "\n",
            "-", "無", "é",
            "noitcurtsni", "reveal",
        ]
        var bytes = (0..<random.next(120)).flatMap { _ in Array((pieces[random.next(pieces.count)] + " ").utf8) }
        // Now and then half characters.
        if seed % 3 == 0, !bytes.isEmpty {
            for _ in 0..<4 { bytes[random.next(bytes.count)] = [0x80, 0xE3, 0xC2, 0xBF][random.next(4)] }
        }
        return bytes
    }

    @Test(arguments: 0..<200) func `words are counted as if a cipher were undone`(seed: UInt64) {
        let text = Self.text(seed)
        for cipher in [.rotation(13), .rotation(5), .atbash, .reversal, .wordReversal] as [Ciphers.Cipher] {
            let quick = cipher.share(of: text.span)
            let slow = CommonWords.share(of: cipher.undo(text.span).span)
            #expect(quick.words == slow.words)
            #expect(quick.common == slow.common)
        }
    }

    @Test(arguments: 0..<200) func `the beginning tells of no other language than the whole`(seed: UInt64) {
        let text = Self.text(seed)
        let share = CommonWords.share(of: text.span)
        #expect(CommonWords.areOrdinary(in: text.span) == (share.words > 0 && !share.isForeign))
    }
}
