import Hashing
import Testing

@Suite struct SHA256Tests {
    /// The examples of FIPS 180-2, appendix B.
    @Test func `agrees with the standard's examples`() {
        let abc = SHA256.words(of: Array("abc".utf8))
        #expect(abc.0 == 0xba78_16bf_8f01_cfea)
        #expect(abc.1 == 0x4141_40de_5dae_2223)
        #expect(abc.2 == 0xb003_61a3_9617_7a9c)
        #expect(abc.3 == 0xb410_ff61_f200_15ad)
        #expect(SHA256.words(of: []).0 == 0xe3b0_c442_98fc_1c14)
        #expect(SHA256.words(of: Array(repeating: 0x61, count: 1_000_000)).0 == 0xcdc7_6e5c_9914_fb92)
    }
}
