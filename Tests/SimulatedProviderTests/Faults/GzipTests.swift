import Testing

@testable import SimulatedProvider

@Suite struct GzipTests {
    @Test("CRC-32 has its known check value and zeros are counted fast")
    func checksum() {
        var checksum = CRC32()
        checksum.update("123456789".utf8)
        #expect(checksum.value == 0xCBF4_3926)
        for count in [0, 1, 7, 256, 10_000] {
            var slow = CRC32()
            slow.update([UInt8](repeating: 0, count: count))
            #expect(CRC32.ofZeros(count: count) == slow.value)
        }
    }

    @Test("stored blocks hold what went in, with checksum and length", arguments: [0, 1, 65_535, 65_536, 200_000])
    func stored(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var gzip = Gzip()
        let member = Gzip.header + gzip.blocks(bytes) + gzip.trailer()
        let result = try #require(Inflate.read(gzip: member))
        #expect(result.output == bytes)
        #expect(Array(member[result.end...]) == trailer(of: bytes))
    }

    @Test("the bomb is a valid member of the promised size")
    func bomb() throws {
        let bomb = Gzip.bomb(mebibytes: 1)
        let member = bomb.head + Array(repeatElement(bomb.pattern, count: bomb.repetitions).joined()) + bomb.tail
        let result = try #require(Inflate.read(gzip: member))
        #expect(abs(result.output.count - 1_048_576) < 4096)
        #expect(result.output.count > member.count * 100)
        #expect(Array(member[result.end...]) == trailer(of: result.output))
    }

    private func trailer(of bytes: [UInt8]) -> [UInt8] {
        var checksum = CRC32()
        checksum.update(bytes)
        return [checksum.value, UInt32(bytes.count)].flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
        }
    }
}
