#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads a password from standard input: its first line. A terminal does not show it.
enum PasswordInput {
    private static let longest = 4096

    static func read() throws(CommandFailure) -> String {
        var shown = termios()
        let isTerminal = tcgetattr(STDIN_FILENO, &shown) == 0
        if isTerminal {
            Terminal.writeError("Password:")
            var hidden = shown
            hidden.c_lflag &= ~tcflag_t(ECHO)
            guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else {
                throw CommandFailure("the terminal cannot be kept from showing the password")
            }
        }
        defer { if isTerminal { tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) } }
        guard var reader = LineReader(path: nil, limit: longest), var line = reader.next(), !line.isEmpty else {
            throw CommandFailure("there is no password on standard input")
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard line.count <= longest, let text = String(validating: line, as: UTF8.self) else {
            throw CommandFailure("the password on standard input is too long or no UTF-8")
        }
        return text
    }
}
