package seawall.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {
    private static final Secret SECRET = new Secret(bytes("22582BD0CFF14C41EDBF1AB98506286D"), bytes("phrase"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            2020-12-08T09:08:57.715ZGET/api/v5/account/balance?ccy=BTC | HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=
            2020-12-08T09:08:57.715ZGET/api/v5/account/balance?ccy=BTC,ETH | oah2EOT2Fnz1bjkgiAnuKl+zFQzDG3/nqPUqyYzArrE=
            2020-12-08T09:08:57.715ZPOST/api/v5/trade/order{"instId":"BTC-USDT","tdMode":"cash","clOrdId":"b15","side":"buy","ordType":"limit","px":"2.15","sz":"2"} | dI6rrL9rXW/HdaPKJ/6LC1OgvH4/PYju6R3CqixMTNQ=
            1704876947GET/users/self/verify | 5/36BgGV6m/6pmdc20zdqk0mzF5ZalmzzPD2fo3wavU=
            """)
    void the_published_signatures_are_accepted_and_nothing_near_them(String prehash, String signature) {
        byte[] text = bytes(prehash);
        assertThat(SECRET.hasSigned(bytes(signature), text)).isTrue();
        text[text.length / 2] ^= 1;
        assertThat(SECRET.hasSigned(bytes(signature), text)).isFalse();
        assertThat(SECRET.hasSigned(bytes(signature.substring(1)), bytes(prehash)))
                .isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
