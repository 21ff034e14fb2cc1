package dev.parley.core.rules.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Map;

/** The numbering plans of the world, as libphonenumber has them. Each question costs some microseconds. */
final class NumberingPlans {
    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();
    /** Plans without a leading zero, in which 9 or 10 digits stand for themselves, by country code. */
    private static final Map<Integer, String> WITHOUT_ZERO = Map.of(1, "US", 91, "IN", 34, "ES", 48, "PL");

    private NumberingPlans() {}

    /** Whether these digits, written behind a plus sign, could be dialled. */
    static boolean isInternational(String digits) {
        try {
            return LIBRARY.isPossibleNumberWithReason(LIBRARY.parse("+" + digits, null))
                    == ValidationResult.IS_POSSIBLE;
        } catch (NumberParseException noNumber) {
            return false;
        }
    }

    /** Whether these digits are a mobile number that lacks only its plus sign. */
    static boolean isInternationalMobile(String digits) {
        try {
            var number = LIBRARY.parse("+" + digits, null);
            return LIBRARY.isValidNumber(number) && LIBRARY.getNumberType(number) == PhoneNumberType.MOBILE;
        } catch (NumberParseException noNumber) {
            return false;
        }
    }

    /** Whether a plan that knows no leading zero has this number. */
    static boolean isNationalWithoutZero(String digits) {
        long number = Long.parseLong(digits);
        return WITHOUT_ZERO.entrySet().stream()
                .anyMatch(plan -> LIBRARY.isValidNumberForRegion(
                        new PhoneNumber().setCountryCode(plan.getKey()).setNationalNumber(number), plan.getValue()));
    }
}
