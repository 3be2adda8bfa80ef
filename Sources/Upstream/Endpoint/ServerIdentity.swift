import HTTPWire
import NIOSSL

/// Whom a server has to prove to be: the host of its origin, a name or an address and never both.
///
/// The TLS library compares the address that a connection leads to with a certificate's addresses even where a name was
/// asked for. Who can answer questions about names could so present a certificate for an address of his own under any name.
/// Here a name is proven by names alone and an address by addresses alone (RFC 9525 §6), and the common name, which
/// certificate authorities do not vouch for as a name, by nobody. Behind a proxy it is the origin that counts, wherever the
/// connection leads.
enum ServerIdentity: Hashable, Sendable {
    /// The labels of a name, in lower case.
    case name([[UInt8]])
    /// The 4 or 16 bytes of an address.
    case address([UInt8])

    /// - Parameter host: A host name, or an IP address without brackets, as ``UpstreamOrigin/host`` has it.
    init(host: String) {
        if let address = IPAddress(host) {
            self = .address(address.bytes)
        } else {
            // A name in a URL may end in the root's dot; those of certificates do not.
            let name = host.hasSuffix(".") ? host.dropLast() : host[...]
            self = .name(Self.labels(name.utf8))
        }
    }

    /// Whether the certificate was issued for this server.
    func isProven(by certificate: NIOSSLCertificate) -> Bool {
        certificate._subjectAlternativeNames().contains { presented in
            switch presented.nameType {
            case .dnsName: isProven(byName: presented.contents)
            case .ipAddress: isProven(byAddress: presented.contents)
            default: false
            }
        }
    }

    /// Whether a certificate's DNS name is this server's: without regard to case, and with an asterisk for the whole of the
    /// left-most label and nothing else (RFC 9525 §6.3).
    func isProven(byName presented: some Sequence<UInt8>) -> Bool {
        guard case .name(let labels) = self else { return false }
        let presented = Self.labels(presented)
        guard presented.count == labels.count, !presented.contains([]) else { return false }
        guard presented.first == Self.wildcard else { return presented == labels }
        return presented.count > 1 && labels.first?.isEmpty == false
            && presented.dropFirst().elementsEqual(labels.dropFirst())
    }

    /// Whether a certificate's IP address is this server's, byte for byte (RFC 9525 §6.5).
    func isProven(byAddress presented: some Sequence<UInt8>) -> Bool {
        guard case .address(let bytes) = self else { return false }
        return presented.elementsEqual(bytes)
    }

    private static let wildcard = [UInt8(ascii: "*")]

    private static func labels(_ name: some Sequence<UInt8>) -> [[UInt8]] {
        name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { label in
                label.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
            }
    }
}
