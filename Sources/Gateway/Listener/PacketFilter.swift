#if os(Linux)
import NIOCore

/// A program of the kernel's packet filter, classic BPF (Linux, `Documentation/networking/filter.rst`), for a TCP socket: it
/// sees each packet from the TCP header on and says how much of it is kept.
struct PacketFilter {
    /// `struct sock_filter` of `linux/filter.h`.
    private struct Instruction {
        let code: UInt16
        var ifTrue: UInt8 = 0
        var ifFalse: UInt8 = 0
        let value: UInt32
    }

    /// `struct sock_fprog` of `linux/filter.h`, as an option's value.
    struct Program: @unchecked Sendable {
        // Sendable: the memory is only read, and lives until the option is set.
        fileprivate let length: UInt16
        fileprivate let instructions: UnsafeRawPointer
    }

    private let instructions: [Instruction]

    /// Drops packets with SYN, by which a connection begins (RFC 9293 §3.1: the flags are the header's 14th byte).
    static let ignoringFirstPackets = PacketFilter(instructions: [
        // BPF_LD | BPF_B | BPF_ABS
        Instruction(code: 0x30, value: 13),
        // BPF_JMP | BPF_JSET | BPF_K
        Instruction(code: 0x45, ifTrue: 0, ifFalse: 1, value: 0x02),
        // BPF_RET | BPF_K: nothing is kept.
        Instruction(code: 0x06, value: 0),
        // BPF_RET | BPF_K: everything is.
        Instruction(code: 0x06, value: .max),
    ])

    /// Gives the program to a body, and keeps its memory until the body's future is done.
    func withProgram(_ body: (Program) -> EventLoopFuture<Void>) async throws {
        let memory = UnsafeMutablePointer<Instruction>.allocate(capacity: instructions.count)
        memory.initialize(from: instructions, count: instructions.count)
        defer { memory.deallocate() }
        let program = Program(length: UInt16(instructions.count), instructions: UnsafeRawPointer(memory))
        try await body(program).get()
    }
}
#endif
