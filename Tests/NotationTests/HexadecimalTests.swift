import Notation
import Testing

@Suite struct HexadecimalTests {
    @Test func `every digit has its value in both cases`() {
        for value in UInt8(0)..<16 {
            #expect(Hexadecimal.value(of: Hexadecimal.lower(value)) == value)
            #expect(Hexadecimal.value(of: Hexadecimal.upper(value)) == value)
            #expect(Hexadecimal.lowerValues[Int(Hexadecimal.lower(value))] == value)
        }
        #expect((UInt8(0)...255).count { Hexadecimal.value(of: $0) != nil } == 22)
        #expect(Hexadecimal.lowerValues.count { $0 != 255 } == 16)
    }

    @Test func `a word has as many digits as are wanted`() {
        var bytes: [UInt8] = []
        Hexadecimal.append(0xAB, to: &bytes)
        bytes.append(0x20)
        Hexadecimal.append(0x1_2345, digits: 4, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "00000000000000ab 2345")
    }
}
