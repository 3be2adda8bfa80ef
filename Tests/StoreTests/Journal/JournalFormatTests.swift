import Governance
import Testing

@testable import Store

@Suite struct JournalFormatTests {
    private func frame(_ payload: [UInt8], seed: UInt32 = 7) -> [UInt8] {
        var buffer: [UInt8] = []
        let start = JournalFormat.begin(&buffer)
        buffer += payload
        JournalFormat.finish(&buffer, from: start, seed: seed)
        return buffer
    }

    /// What is found in bytes that are all of a file.
    private func found(_ bytes: [UInt8], seed: UInt32 = 7) -> (payloads: [[UInt8]], damaged: Int, torn: Int) {
        var (payloads, damaged, place) = ([[UInt8]](), 0, 0)
        while place < bytes.count {
            switch JournalFormat.step(bytes, from: place, to: bytes.count, isLast: true, seed: seed) {
            case .frame(let payload, let next):
                payloads.append(Array(bytes[payload]))
                place = next
            case .damaged(let resume):
                damaged += resume - place
                place = resume
            case .repaired(let payload, let next):
                payloads.append(Array(bytes[payload]))
                place = next
            case .torn: return (payloads, damaged, bytes.count - place)
            case .incomplete:
                Issue.record("incomplete at the end")
                return (payloads, damaged, 0)
            }
        }
        return (payloads, damaged, 0)
    }

    /// The check value of the catalogue of parametrised CRCs, and RFC 3720 §B.4.
    @Test func theChecksumIsCRC32C() {
        func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { CRC32C.checksum($0) } }
        #expect(checksum(Array("123456789".utf8)) == 0xE306_9283)
        #expect(checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(checksum(Array(0..<32)) == 0x46DD_794E)
    }

    /// Of every length, from every offset into a word, and going on from a checksum.
    @Test func theProcessorsInstructionAndTheTablesAgree() {
        var generator = SeededGenerator(seed: 7)
        let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes.withUnsafeBytes { all in
            for offset in 0..<8 {
                for end in offset...all.count {
                    let part = UnsafeRawBufferPointer(rebasing: all[offset..<end])
                    let seed = UInt32.random(in: 0...UInt32.max, using: &generator)
                    #expect(CRC32C.checksum(part, seed: seed) == CRC32C.checksumByTables(part, seed: seed))
                }
            }
        }
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        #expect(CRC32C.checksum(none, seed: 9) == CRC32C.checksumByTables(none, seed: 9))
    }

    @Test func aHeaderGivesItsSeedAndEveryChangeOfItIsSeen() {
        let header = JournalFormat.header(seed: 0xDEAD_BEEF)
        #expect(header.count == JournalFormat.headerCount)
        #expect(JournalFormat.seed(ofHeader: header) == 0xDEAD_BEEF)
        for index in header.indices {
            var changed = header
            changed[index] ^= 1
            #expect(JournalFormat.seed(ofHeader: changed) == nil)
            #expect(JournalFormat.seed(ofHeader: Array(header[..<index])) == nil)
        }
    }

    @Test func aTailTornAtAnyByteLosesNothingBeforeIt() {
        let frames = [frame([1, 2, 3]), frame(Array(0..<200)), frame([9])]
        let bytes = frames.flatMap { $0 }
        for count in 0...bytes.count {
            let result = found(Array(bytes[..<count]))
            let whole =
                count >= bytes.count
                ? 3 : count >= frames[0].count + frames[1].count ? 2 : count >= frames[0].count ? 1 : 0
            #expect(result.payloads.count == whole)
            #expect(result.damaged == 0)
            #expect(result.torn == count - frames.prefix(whole).reduce(0) { $0 + $1.count })
        }
    }

    @Test func aChangedByteLosesItsFrameAndNoOther() {
        let frames = [frame([1, 2, 3]), frame(Array(0..<40)), frame([9, 9])]
        let bytes = frames.flatMap { $0 }
        for index in frames[0].count..<frames[0].count + frames[1].count {
            for bit in [UInt8(1), 0x80] {
                var changed = bytes
                changed[index] ^= bit
                let result = found(changed)
                // What is damaged before the checksum follows from it and from where the next frame begins.
                let isLost = index - frames[0].count >= 8
                #expect(result.payloads == [[1, 2, 3]] + (isLost ? [] : [Array(0..<40)]) + [[9, 9]])
                #expect(result.damaged == (isLost ? frames[1].count : 0))
                #expect(result.torn == 0)
            }
        }
    }

    @Test func aFrameInsideAPayloadIsNotFoundWithoutTheSeed() {
        let inner = frame(Array("forged".utf8), seed: 0)
        var outer = frame([1] + inner + [2])
        outer[12] ^= 1
        let result = found(outer + frame([5]))
        #expect(result.payloads == [[5]])
    }

    @Test func theEndOfAPieceIsNoDamage() {
        let bytes = frame(Array(0..<100))
        for count in 1..<bytes.count {
            let step = JournalFormat.step(bytes, from: 0, to: count, isLast: false, seed: 7)
            #expect(step == .incomplete)
        }
    }

    @Test func bytesByChanceAreGoneThroughToTheirEnd() {
        var generator = SeededGenerator(seed: 11)
        let magic = Array("KMJF".utf8)
        for _ in 0..<300 {
            var bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
            for _ in 0..<4 {
                let place = Int.random(in: 0..<190, using: &generator)
                bytes.replaceSubrange(place..<place + 4, with: magic)
            }
            #expect(found(bytes).payloads.isEmpty)
        }
    }
}
