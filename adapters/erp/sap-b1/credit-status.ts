/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */D/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */M/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */P/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */x/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */v/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */-/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */W/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */q/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */P/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */v/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */L/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */v/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */-/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */*/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */*/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */`/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */`/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */3/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */0/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */*/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */E/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */M/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */A/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */K/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */_/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */M/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */A/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */X/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */3/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */0/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */*/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */*/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */B/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */1/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */`/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */Y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */`/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */`/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */N/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */`/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */`/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */B/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */_/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */P/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */_/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */T/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */N/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */`/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */*/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */x/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */v/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */L/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */>/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */D/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */P/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */[/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */]/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */>/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */!/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */B/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */[/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */]/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */>/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */P/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */>/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */?/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */B/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */>/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */?/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */[/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */]/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */Y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */>/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */?/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */[/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */]/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */Y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */>/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */B/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */P/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */*/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */*/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */A/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */"/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */I/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */v/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */"/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */B/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */1/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */w/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */v/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */*/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 *///**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */M/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */M/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */>/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */./**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */V/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */N/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */Y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */E/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */T/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */x/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */E/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */M/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */A/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */R/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */K/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */_/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */M/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */A/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */X/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */?/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */?/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */T/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */M/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */D/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */{/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */Y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */E/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */S/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */&/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */&/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */W/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */h/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */m/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */T/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */,/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */F/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */z/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */}/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */c/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */b/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */O/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */v/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */C/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */M/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */k/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */[/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */]/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */|/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */d/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */|/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */>/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */(/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */y/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */p/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */o/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */f/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */v/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */=/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */s/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */t/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */r/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */i/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */g/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */'/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */?/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */v/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */a/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */e/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */:/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */ /**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */n/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */u/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */l/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */)/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */
/**
 * B1's own lock of a business partner, or a user field (`Y` or `N`) that the hook in `SBO_SP_TransactionNotification`
 * reads.
 */